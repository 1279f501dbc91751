#pragma once
/// The claims of a publication on their way to the daemon: encoded as they come, so that a million of them cost their
/// bytes and not their objects. A claim that stands twice is kept once.
/// Lives on: one thread.
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/bytes.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::input {

class ClaimBatches {
 public:
  /// False if the very same claim is there already.
  bool add(const v1::Claim& claim);
  std::uint64_t size() const { return count_; }
  std::uint64_t originals() const { return originals_; }  ///< of these: opaque ones
  /// Serialised v1::PublishClaims, each far below the API's frame limit.
  const std::vector<std::string>& finish();

 private:
  using Mark = base::Id<struct ClaimMarkTag, 16>;
  void cut();

  std::unordered_set<Mark, base::IdHash> seen_;
  std::vector<std::string> batches_;
  v1::PublishClaims current_;
  std::size_t current_bytes_{0};
  std::uint64_t count_{0}, originals_{0};
};

}  // namespace tidings::input
