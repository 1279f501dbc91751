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
  /// With another writer than the format's own.
  Export(const Format& format, Gate gate, Sink sink, std::unique_ptr<Writer> writer);

  /// What is added from now on; Pass::Values at first.
  void begin(Pass pass) { pass_ = pass; }
  base::Status add(const v1::Indicator& indicator);
  /// All but the last line of comment. What comes before it is what makes an export another one.
  base::Status finish();
  /// The comment with the counts, where the format knows comments.
  base::Status remark();

  const Counts& counts() const { return counts_; }
  std::optional<std::uint64_t> serial_at() const { return writer_->serial_at(); }

 private:
  Left add_value(const v1::Indicator& indicator);
  void add_original(const v1::Indicator& indicator);
  bool comes_later(const v1::Indicator& indicator) const;
  bool tells_all(const v1::Indicator& indicator) const;

  const Format& format_;
  Gate gate_;
  Out out_;
  std::unique_ptr<Writer> writer_;
  Counts counts_;
  Pass pass_{Pass::Values};
};

}  // namespace tidings::exports
