#pragma once
/// A submission on its way through the door, and what was found out about it so far.
/// Lives on: one executor at a time; it is handed from one to the next.
#include <vector>

#include "daemon/intake/intake.hpp"

namespace tidings::intake {

/// What the ledger knows of a submission.
struct Found {
  bool looked_for{false};  ///< among what we hold
  bool targets_read{false};
  std::optional<store::Sequence> known;         ///< its place, if we hold it
  std::vector<policy::TargetAudience> targets;  ///< of those bulletins it refers to that we hold
  std::optional<base::Error> failed;            ///< the ledger could not be read
};

struct Submitted {
  Submission submission;
  bulletin::Header header;
  Intake::Done done;
  Found found;
};

inline bool has_targets(const Submitted& submitted) { return submitted.header.message.targets_size() > 0; }

/// Asks the ledger: first whether each is held; those that come again, for the audiences of their targets. On a reader
/// thread.
void look_up(store::LedgerReader& ledger, std::vector<Submitted>& submitted);

}  // namespace tidings::intake
