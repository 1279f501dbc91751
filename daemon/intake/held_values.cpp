#include "daemon/intake/held_values.hpp"

#include <algorithm>
#include <set>

#include "tidings/v1/held.pb.h"

namespace tidings::intake {

base::Result<std::vector<store::HeldId>> held_about(store::LedgerReader& ledger, std::span<const store::HeldId> drafts,
                                                    const std::vector<v1::Value>& values) {
  std::set<std::pair<std::uint32_t, std::string>> asked;
  for (const auto& value : values) asked.emplace(value.type(), value.value());
  const auto is_asked = [&](const v1::Claim& claim) { return asked.contains({claim.type(), claim.value()}); };
  std::vector<store::HeldId> found;
  for (const auto& id : drafts) {
    const auto kept = ledger.held_draft(id);
    if (!kept) return kept.error();
    v1::HeldDraft draft;
    if (!*kept || !draft.ParseFromString(**kept)) continue;
    if (std::ranges::any_of(draft.claims(), is_asked)) found.push_back(id);
  }
  return found;
}

}  // namespace tidings::intake
