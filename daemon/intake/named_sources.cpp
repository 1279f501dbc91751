#include "daemon/intake/named_sources.hpp"

#include "core/policy/marking.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::intake {

using base::ErrorCode;

base::Result<Sources> find_sources(store::LedgerReader& ledger, const std::set<std::string>& ids,
                                   const std::vector<bulletin::BulletinId>& amended, v1::Tlp up_to) {
  if (ids.size() > max_named_sources) {
    return base::fail(ErrorCode::TooLarge, "its documents name more than " + std::to_string(max_named_sources) +
                                               " bulletins that they came from; publish them in parts");
  }
  Sources sources;
  for (const auto& id : ids) {
    const auto bulletin = bulletin::BulletinId::from_bytes(id);
    if (!bulletin) return base::fail(ErrorCode::BadInput, "the id of a bulletin that it is based on has not 32 bytes");
    const auto header = store::header_of(ledger, *bulletin);
    if (!header) return header.error();
    if (!*header || policy::effective((*header)->message.audience().tlp()) > up_to) continue;
    sources.held.emplace(id, policy::audience_of(**header));
  }
  for (const auto& id : amended) {
    const auto header = store::header_of(ledger, id);
    if (!header) return header.error();
    if (*header) sources.before.insert((*header)->message.based_on().begin(), (*header)->message.based_on().end());
  }
  return sources;
}

base::Result<std::vector<std::string>> hold_to_sources(v1::Header& context, const identity::OrgId& self,
                                                       const Sources& sources, NotHeld not_held) {
  std::vector<std::string> kept, left_out;
  for (const auto& id : context.based_on()) {
    const auto source = sources.held.find(id);
    if (source == sources.held.end() && !sources.before.contains(id)) {
      if (not_held == NotHeld::Refused && !context.audience().local()) {
        return base::fail(
            ErrorCode::Policy,
            "it came from bulletin " + base::to_hex(id) +
                ", which is not here, so that nobody here knows whom it may reach: ask its origin, or say "
                "why it may be published with --override-marking REASON (audited)");
      }
      left_out.push_back(id);
      continue;
    }
    if (source != sources.held.end() && !policy::reaches_no_further(context.audience(), self, source->second)) {
      return base::fail(ErrorCode::Policy, "its audience is wider than that of bulletin " + base::to_hex(id) +
                                               ", which it came from: " +
                                               std::string(policy::why_wider(context.audience(), source->second)));
    }
    kept.push_back(id);
  }
  if (kept.size() > bulletin::max_based_on) {
    return base::fail(ErrorCode::TooLarge,
                      "it would be based on more than " + std::to_string(bulletin::max_based_on) + " bulletins");
  }
  context.mutable_based_on()->Assign(kept.begin(), kept.end());
  return left_out;
}

}  // namespace tidings::intake
