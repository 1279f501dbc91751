#pragma once
/// A first reading of a feed's documents: what they say, as digests, and what they say as publications of their own.
/// Nothing is published by it, so what turns out to be broken at its end changes nothing.
/// Errors: TooLarge beyond max_values. Lives on: a worker.
#include <set>

#include "daemon/feeding/counts.hpp"
#include "daemon/feeding/options.hpp"
#include "daemon/feeding/said.hpp"

namespace tidings::feeding {

class Survey final : public draft::Sink {
 public:
  Survey(const FeedOptions& options, Said& said, Counts& counts) : options_(options), said_(said), counts_(counts) {}

  std::uint32_t context(v1::Header header) override;
  base::Status claim(std::uint32_t context, v1::Claim claim) override;
  void note(draft::Note note) override;
  void begin_document() { contexts_.clear(); }
  /// Tells, of a feed that is shared, how much of it stays on this node all the same.
  void finish();

 private:
  struct Context {
    bool is_said{false};
    bool is_local{false};
    v1::Header judged;  ///< its kind, role and verdict
    base::Digest digest;
  };
  const FeedOptions& options_;
  Said& said_;
  Counts& counts_;
  std::vector<Context> contexts_;
  std::uint64_t kept_here_{0};  ///< values
  std::string why_kept_{};      ///< of the first
};

}  // namespace tidings::feeding
