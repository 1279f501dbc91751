#pragma once
/// What a draft needs to know of the store before it is signed.
/// Errors: NotFound, Policy, and what the store says.
/// Lives on: a reader thread.
#include <set>

#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

struct NextRevision {
  std::uint32_t number{1};
  base::Instant former_until;  ///< when the last of what it replaces expires; zero if nothing of that is live
  std::vector<store::BulletinRow> former;  ///< the bulletins of the revision that it replaces; those that say anything
  bool former_is_whole{false};             ///< nothing of that was withdrawn
  std::uint64_t former_withdrawn{0};       ///< claims of it, and bulletins that were withdrawn whole
  std::set<OrgId> named;                   ///< by it, in release_to
  /// A context for each audience of the former that no section of the draft reaches: the former's title, no claims.
  std::vector<v1::Header> left;
  bool is_newer_event{false};  ///< it has a newer version of the draft's MISP event (daemon/intake/newer_event.hpp)
};
/// The first of a new publication (or of one whose id was chosen and is not here), else the next of the one it amends,
/// which must be ours, not withdrawn as a whole (what it says would be back), and no other than the draft was made
/// from.
base::Result<NextRevision> next_revision(store::Reading& reading, const Draft& draft, const OrgId& self);

/// What of it is noted with a draft that is held.
MadeFrom made_from(const NextRevision& next);

/// That everything it refers to or is based on is held, and may be spoken of to this audience. What an amendment or a
/// held draft is based on may be gone since.
base::Status check_held(store::LedgerReader& ledger, const Draft& draft, const OrgId& self);

}  // namespace tidings::intake
