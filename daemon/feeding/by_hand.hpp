#pragma once
/// What was withdrawn by hand of a feed's words: by a withdrawal of ours that has not the feed's tag, which all that
/// the feed itself takes back has. Errors: what the store says. Lives on: a reader thread; what was found, anywhere.
#include <unordered_set>

#include "daemon/store/store.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::feeding {

class ByHand {
 public:
  /// Adds what was withdrawn of this bulletin of ours.
  base::Status add(store::Reading& reading, const store::Standing& standing, const std::string& tag);
  bool has(const v1::Claim& claim) const;

 private:
  struct Withdrawn;
  base::Result<Withdrawn> withdrawn_of(store::Reading& reading, const store::BulletinRow& row, const std::string& tag);

  std::unordered_set<std::uint64_t> values_;  ///< digests
  std::unordered_set<std::uint64_t>
      feeds_;  ///< places of withdrawals that are the feed's own: many name many bulletins
};

}  // namespace tidings::feeding
