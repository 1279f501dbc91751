#pragma once
/// One export while it is made: indicators in, in any order; the text of a format out, in pieces. The same indicators
/// in any order give the same text in formats that enforce; there is no time in it. Formats that sort hold their
/// entries, at most max_held_bytes (lines.hpp). Errors: what the sink says; TooLarge. Lives on: one executor.
#include <memory>
#include <optional>

#include "formats/exports/format.hpp"

namespace tidings::exports {

class Export {
 public:
  Export(const Format& format, const Options& options, Gate gate, Sink sink);

  base::Status add(const v1::Indicator& indicator);
  /// All but the last line of comment. What comes before it is what makes an export another one.
  base::Status finish();
  /// The comment with the counts, where the format knows comments.
  base::Status remark();

  const Counts& counts() const { return counts_; }
  std::optional<std::uint64_t> serial_at() const { return writer_->serial_at(); }

 private:
  const Format& format_;
  Gate gate_;
  Out out_;
  std::unique_ptr<Writer> writer_;
  Counts counts_;
};

}  // namespace tidings::exports
