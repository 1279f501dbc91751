// What a bulletin takes back: a withdrawal its targets, a revision what it replaces.
#include <algorithm>

#include "core/bulletin/claim.hpp"
#include "daemon/http/taxii/teller.hpp"
#include "daemon/store/dates.hpp"

namespace tidings::taxii {

std::set<std::string> gone_from(const Opened& opened) {
  const auto& withdrawn = opened.standing.withdrawn_claims;
  std::set<std::string> gone, left;
  v1::Claim claim;
  for (std::size_t place = 0; !withdrawn.empty() && place < opened.envelope.claims.size(); ++place) {
    if (!bulletin::read_claim_bytes(opened.envelope.claims[place], claim) || !is_stix_object(claim)) continue;
    const bool is_gone = std::ranges::binary_search(withdrawn, opened.number_at(place));
    (is_gone ? gone : left).insert(claim.value());
  }
  std::erase_if(gone, [&](const std::string& id) { return left.contains(id); });
  return gone;
}

base::Result<std::vector<Teller::TakenBack>> Teller::withdrawn_by(const Opened& opened) {
  std::vector<TakenBack> all;
  auto slot = store::own_slots(opened.header.message.claim_count());
  for (const auto& target : opened.header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    const auto first = slot;
    slot += store::slots_a_target;
    if (!id) continue;
    const auto other = held(*id);
    if (!other) return other.error();
    // Only what the origin itself said, and only what stood here before: what came later was never told.
    const bool is_its_own = *other && (*other)->header.origin == opened.header.origin;
    if (!is_its_own || (*other)->entry.sequence > opened.entry.sequence) continue;
    all.push_back({first, *other, {target.claims().begin(), target.claims().end()}});
    std::ranges::sort(all.back().numbers);
  }
  return all;
}

base::Result<std::vector<Teller::TakenBack>> Teller::replaced_by(const Opened& opened) {
  std::vector<TakenBack> all;
  const auto parts = asking_.index().of_publication(opened.standing.row.publication);
  if (!parts) return parts.error();
  auto slot = store::own_slots(opened.header.message.claim_count());
  for (const auto part : *parts) {
    if (part >= opened.entry.sequence || slot + store::slots_a_target > opened.entry.slots) continue;
    if (auto learned = asking_.learn_standing({part}); !learned) return learned.error();
    const auto* standing = asking_.standing(part);
    const bool is_former = standing != nullptr && standing->row.origin == opened.header.origin &&
                           standing->row.revision < opened.header.revision;
    if (!is_former) continue;
    const auto other = held(standing->row.id);
    if (!other) return other.error();
    if (*other) all.push_back({slot, *other, {}});
    slot += store::slots_a_target;
  }
  return all;
}

base::Result<std::vector<Teller::TakenBack>> Teller::taken_back(const Opened& opened) {
  if (opened.header.kind == v1::KIND_WITHDRAWAL) return withdrawn_by(opened);
  // Once for the whole revision, by its last part: before that, what it still says may not be here.
  const auto& header = opened.header.message;
  if (opened.header.revision > 1 && header.part() >= header.parts()) return replaced_by(opened);
  return std::vector<TakenBack>{};
}

}  // namespace tidings::taxii
