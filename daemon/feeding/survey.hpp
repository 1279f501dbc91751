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
  void note(draft::Note note) override { counts_.take(note); }
  void begin_document() { contexts_.clear(); }

 private:
  struct Context {
    bool is_said{false};
    v1::Header judged;  ///< its kind, role and verdict
    base::Digest digest;
  };
  const FeedOptions& options_;
  Said& said_;
  Counts& counts_;
  std::vector<Context> contexts_;
};

}  // namespace tidings::feeding
