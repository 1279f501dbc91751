#pragma once
/// The claims of ours that were made of STIX objects (tag "stix:ID"), found by their values wherever they stand, and
/// what of them an object does not say any more. Errors: what the store says. Lives on: a reader thread.
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "daemon/intake/taking_back.hpp"
#include "daemon/store/store.hpp"
#include "formats/stix/versions.hpp"

namespace tidings::intake {

/// Whose words are looked at.
struct OwnWords {
  identity::OrgId self;
  v1::Tlp up_to{v1::TLP_RED};  ///< what is marked above is not looked at
  base::Instant now;
  bulletin::PublicationId replaced{};   ///< one whose former revision goes by itself; zero: none
  std::optional<std::string> feed_tag;  ///< whose alone: a feed's, or, empty, no feed's; nothing: whoever's
};
/// Whether it is a report of ours that may be looked at, and is not withdrawn as a whole.
bool is_own_report(const store::Standing& standing, const OwnWords& own);

struct ObjectWords {
  std::string id;
  stix::Claimed all;   ///< what any version of it claims
  stix::Claimed left;  ///< what it claims from now on
};
/// Whether `left` still says a claim of this value that ends then.
bool is_left(const stix::Claimed& left, const v1::Claim& claim, base::Instant end);

/// Whether who says this bulletin of ours is looked at: a feed speaks for itself alone, whatever ids it has.
bool is_looked_at(const v1::Header& header, const OwnWords& own);

/// Bulletins by their place, each with the numbers of what goes of it.
using Going = std::map<store::Sequence, TakenBack>;
/// Adds the live claims that were made of these objects and are not left, and the ids of the objects.
base::Status find_going(store::Reading& reading, const OwnWords& own, std::span<const ObjectWords> objects,
                        Going& going, std::set<std::string>& ids);
/// The same in the order of the ledger, for withdrawals_of().
std::vector<TakenBack> taken_back(Going going);

}  // namespace tidings::intake
