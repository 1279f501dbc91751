#pragma once
/// The bulletins of ours and others that documents name as what they came from (based_on of a draft's contexts): looked
/// up, and each context held to its own. What is not here nobody here can judge: what goes out is refused for it,
/// unless its publisher says why it may; what stays on this node is not. Errors: BadInput (an id without 32 bytes),
/// TooLarge (more than one can be based on), Policy (not held; reaches further), and what the store says. Lives on:
/// find_sources() on a reader thread, the rest on any executor (pure).
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/policy/may_hold.hpp"
#include "daemon/store/ledger.hpp"

namespace tidings::intake {

/// All that one publication's contexts name: most name one, and there are 10,000 of them.
inline constexpr std::size_t max_named_sources = 20'000;

struct Sources {
  std::map<std::string, policy::TargetAudience, std::less<>> held;  ///< by id
  std::set<std::string, std::less<>> before;  ///< named by what is amended: these may be gone since
};

/// What is marked above `up_to` is as good as not held. `amended`: the bulletins that a revision replaces.
base::Result<Sources> find_sources(store::LedgerReader& ledger, const std::set<std::string>& ids,
                                   const std::vector<bulletin::BulletinId>& amended, v1::Tlp up_to);

/// What becomes of a context that names bulletins which are not held.
enum class NotHeld : std::uint8_t { Refused, LeftOut };
/// Answers the ids that were left out. Those that are held bind, whatever is overridden.
base::Result<std::vector<std::string>> hold_to_sources(v1::Header& context, const identity::OrgId& self,
                                                       const Sources& sources, NotHeld not_held);

}  // namespace tidings::intake
