#include "daemon/http/taxii/teller.hpp"

#include <algorithm>

#include "core/bulletin/claim.hpp"
#include "core/bulletin/context.hpp"
#include "core/observable/observable.hpp"
#include "core/policy/may_hold.hpp"
#include "daemon/store/dates.hpp"
#include "daemon/store/describe.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::taxii {
namespace {

constexpr std::size_t max_held_bytes = 8u << 20;  ///< of bulletins that others refer to

bool is_withdrawn(const store::Standing& standing, std::uint32_t number) {
  return standing.withdrawn || std::ranges::binary_search(standing.withdrawn_claims, number);
}

/// The claim at `place`; nothing where it cannot be read or is not canonical.
std::optional<v1::Claim> claim_at(const Opened& opened, std::size_t place) {
  v1::Claim claim;
  if (!bulletin::read_claim_bytes(opened.envelope.claims[place], claim)) return std::nullopt;
  const auto type = observable::type_from_number(claim.type());
  if (!type || !observable::is_canonical(*type, claim.value())) return std::nullopt;
  return claim;
}

}  // namespace

base::Result<std::unique_ptr<Opened>> Teller::opened(store::Entry entry, std::string bytes) {
  auto made = std::make_unique<Opened>();
  made->entry = std::move(entry);
  made->bytes = std::move(bytes);
  auto header = bulletin::peek_header(made->bytes);
  auto envelope = bulletin::open(made->bytes);
  if (!header || !envelope) return std::unique_ptr<Opened>();  // damaged on the disk: it must not stop all who ask
  made->header = std::move(*header);
  made->envelope = std::move(*envelope);
  if (const auto* known = asking_.standing(made->entry.sequence)) {
    made->standing = *known;
  } else {  // an index that is being rebuilt does not know all that the ledger has
    auto described = store::describe({made->header, {}, 0, made->envelope.pruned}, {}, made->entry.giver, made->entry.received_at);
    described.row.sequence = made->entry.sequence;
    auto standing = asking_.index().judge(described.row);
    if (!standing) return standing.error();
    made->standing = std::move(*standing);
  }
  made->objects = std::make_unique<Objects>(made->header);
  return made;
}

base::Result<std::unique_ptr<Opened>> Teller::open(store::Entry entry, std::string bytes) {
  if (entry.expires_at <= asking_.now()) return std::unique_ptr<Opened>();
  auto made = opened(std::move(entry), std::move(bytes));
  if (!made || !*made) return made;
  const auto seen = may_see(**made);
  if (!seen) return seen.error();
  if (!*seen) made->reset();
  return made;
}

base::Result<std::unique_ptr<Opened>> Teller::open_at(store::Sequence sequence) {
  auto found = asking_.ledger().forward_whole({sequence.value - 1}, 1, 1);
  if (!found) return found.error();
  if (found->empty() || found->front().first.sequence != sequence) return std::unique_ptr<Opened>();
  if (auto learned = asking_.learn_standing({sequence}); !learned) return learned.error();
  return open(std::move(found->front().first), std::move(found->front().second));
}

base::Result<bool> Teller::may_see(const Opened& opened) {
  const auto& audience = opened.header.message.audience();
  const auto tlp = audience.tlp() == v1::TLP_UNSPECIFIED ? v1::TLP_RED : audience.tlp();
  if (audience.local() || tlp > question_.max_tlp) return false;
  if (question_.organisation.is_zero()) return true;
  const auto* partner = asking_.book().find(question_.organisation);
  if (partner == nullptr) return false;
  const policy::Handing handing{policy::Side::Giver, asking_.book().self, question_.organisation, partner->record.terms,
                                partner->record.standing};
  policy::Circumstances circumstances;
  for (const auto& target : opened.header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (!id) continue;
    const auto header = store::header_of(asking_.ledger(), *id);
    if (!header) return header.error();
    if (*header) circumstances.targets.push_back(policy::audience_of(**header));
  }
  return policy::may_hold(opened.header, handing, circumstances, asking_.now()).allowed();
}

bool Teller::speaks(const Opened& opened) const {
  return !opened.standing.withdrawn && !opened.standing.superseded && question_.filter.fits(opened.standing.row);
}

bool Teller::fits_object(const Object& object) const {
  return question_.asked.wants_type(type_of_id(object.id)) && question_.asked.wants_spec_version(object.spec_version);
}

base::Result<std::shared_ptr<const Opened>> Teller::held(const BulletinId& id) {
  if (const auto known = held_.find(id); known != held_.end()) return known->second;
  const auto entry = asking_.ledger().find(id);
  if (!entry) return entry.error();
  std::shared_ptr<const Opened> found;
  if (*entry) {
    auto bytes = asking_.ledger().bytes((*entry)->sequence);
    if (!bytes) return bytes.error();
    if (auto learned = asking_.learn_standing({(*entry)->sequence}); !learned) return learned.error();
    auto made = opened(**entry, std::move(*bytes));
    if (!made) return made.error();
    found = std::move(*made);
  }
  if (held_bytes_ > max_held_bytes) {
    held_.clear();
    held_bytes_ = 0;
  }
  held_bytes_ += found ? found->bytes.size() : 0;
  held_.emplace(id, found);
  return found;
}

/// The claims, in what a sighting or dispute refers to, that are about its value.
base::Result<std::optional<Referred>> Teller::referred_of(const Opened& opened, const v1::Claim& claim) {
  const bool refers = opened.header.kind == v1::KIND_SIGHTING || opened.header.kind == v1::KIND_DISPUTE;
  Referred referred;
  if (!refers) return std::optional(referred);
  for (const auto& target : opened.header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (!id) continue;
    const auto about = held(*id);
    if (!about) return about.error();
    if (!*about) continue;
    for (std::size_t place = 0; place < (*about)->envelope.claims.size() && referred.size() < 16; ++place) {
      const auto number = (*about)->number_at(place);
      if (target.claims_size() > 0 && std::ranges::find(target.claims(), number) == target.claims().end()) continue;
      const auto other = claim_at(**about, place);
      if (!other || other->type() != claim.type() || other->value() != claim.value()) continue;
      referred.push_back((*about)->objects->id_of(*other, number));
    }
  }
  return std::optional(std::move(referred));
}

base::Result<std::optional<Object>> Teller::tell_claim(const Opened& opened, std::size_t place, Telling telling,
                                                       std::uint64_t modified) {
  const auto number = opened.number_at(place);
  const bool revokes = telling == Telling::Revoked || modified != 0;
  const auto claim = claim_at(opened, place);
  if (!claim) return std::optional<Object>{};
  if (!revokes) {
    if (is_withdrawn(opened.standing, number)) return std::optional<Object>{};
    if (bulletin::valid_window(opened.header.message, *claim).until <= asking_.now()) return std::optional<Object>{};
  }
  if (!question_.filter.fits(opened.header.message, *claim)) return std::optional<Object>{};
  const auto referred = referred_of(opened, *claim);
  if (!referred) return referred.error();
  auto object = opened.objects->of_claim(*claim, number, **referred, telling, modified);
  if (!object || !fits_object(*object)) return std::optional<Object>{};
  Others others;
  if (is_stix_object(*claim)) {
    const auto known = others_of(opened, number, *claim, object->version);
    if (!known) return known.error();
    others = *known;
  }
  const auto& versions = question_.asked.versions;
  const bool is_wanted = versions.all || (versions.last && !others.later) || (versions.first && !others.earlier) ||
                         std::ranges::find(versions.exactly, object->version) != versions.exactly.end();
  if (others.repeated || !is_wanted) object.reset();
  return object;
}

base::Result<Referred> Teller::members_of(const Opened& opened) {
  Referred members;
  const auto& message = opened.header.message;
  if (opened.header.kind == v1::KIND_DISPUTE && opened.envelope.claims.empty()) {
    for (const auto& target : message.targets()) {
      const auto id = BulletinId::from_bytes(target.bulletin_id());
      if (!id) continue;
      const auto about = held(*id);
      if (!about) return about.error();
      if (!*about) continue;
      if ((*about)->objects->has_report() && target.claims_size() == 0) members.push_back(report_id(*id));
      else for (const auto number : target.claims()) members.push_back(claim_id("indicator", *id, number));
    }
    return members;
  }
  if (!opened.objects->has_report()) return members;
  for (std::size_t place = 0; place < opened.envelope.claims.size(); ++place) {
    const auto claim = claim_at(opened, place);
    if (!claim || is_withdrawn(opened.standing, opened.number_at(place))) continue;
    if (is_stix_object(*claim)) return Referred{};  // it came with its own reports
    if (!is_told_by_original(*claim)) members.push_back(opened.objects->id_of(*claim, opened.number_at(place)));
  }
  return members;
}

base::Result<std::optional<Object>> Teller::tell_bulletin(const Opened& opened, Telling telling, std::uint64_t modified) {
  const bool may_tell = opened.objects->has_report() || (opened.header.kind == v1::KIND_DISPUTE && opened.envelope.claims.empty());
  if (!may_tell || !question_.filter.fits(opened.header.message, {})) return std::optional<Object>{};
  if (!question_.asked.wants_type(opened.objects->has_report() ? "report" : "opinion")) return std::optional<Object>{};
  const auto members = members_of(opened);
  if (!members) return members.error();
  auto object = opened.objects->of_bulletin(*members, telling, modified);
  if (object && !fits_object(*object)) object.reset();
  return object;
}

base::Result<std::vector<Teller::TakenBack>> Teller::withdrawn_by(const Opened& opened) {
  std::vector<TakenBack> all;
  auto slot = store::own_slots(opened.header.message.claim_count());
  for (const auto& target : opened.header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    const auto first = slot;
    slot += store::slots_a_target;
    if (!id) continue;
    const auto about = held(*id);
    if (!about) return about.error();
    // Only what the origin itself said, and only what stood here before: what came later was never told.
    if (!*about || (*about)->header.origin != opened.header.origin || (*about)->entry.sequence > opened.entry.sequence) continue;
    all.push_back({first, *about, {target.claims().begin(), target.claims().end()}});
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
    const auto about = held(standing->row.id);
    if (!about) return about.error();
    if (*about) all.push_back({slot, *about, {}});
    slot += store::slots_a_target;
  }
  return all;
}

base::Result<std::vector<Teller::TakenBack>> Teller::taken_back(const Opened& opened) {
  if (opened.header.kind == v1::KIND_WITHDRAWAL) return withdrawn_by(opened);
  // Once for the whole revision, by its first part.
  if (opened.header.revision > 1 && opened.header.message.part() <= 1) return replaced_by(opened);
  return std::vector<TakenBack>{};
}

base::Result<std::vector<std::pair<store::Sequence, std::uint32_t>>> Teller::places_of_object(const std::string& id) {
  const std::vector<std::string> keys{observable::index_key(observable::Type::Opaque, id)};
  const auto hits = asking_.index().exact(keys);
  if (!hits) return hits.error();
  std::vector<std::pair<store::Sequence, std::uint32_t>> places;
  for (const auto& hit : hits->front()) places.emplace_back(hit.sequence, hit.claim);
  return places;
}

base::Result<bool> Teller::was_told(const Opened& target) {
  if (target.entry.expires_at <= asking_.now() || !question_.filter.fits(target.standing.row)) return false;
  return may_see(target);
}

base::Result<Teller::Others> Teller::others_of(const Opened& opened, std::uint32_t number, const v1::Claim& claim,
                                               std::uint64_t version) {
  Others others;
  const auto places = places_of_object(claim.value());
  if (!places) return places.error();
  if (places->size() < 2) return others;
  std::vector<store::Sequence> sequences;
  for (const auto& [sequence, other_number] : *places) sequences.push_back(sequence);
  if (auto learned = asking_.learn_standing(sequences); !learned) return learned.error();
  const auto here = std::pair(opened.entry.sequence, number);
  for (const auto& place : *places) {
    const auto* standing = asking_.standing(place.first);
    if (place == here || standing == nullptr || is_withdrawn(*standing, place.second) || standing->superseded ||
        !question_.filter.fits(standing->row)) {
      continue;
    }
    const auto other = asking_.claim(place.first, place.second);
    if (!other) continue;
    const auto theirs = version_of(*other, standing->row.issued_at.us);
    if (theirs == version && place > here) continue;
    const auto seen = open_at(place.first);
    if (!seen) return seen.error();
    if (!*seen || !question_.filter.fits((*seen)->header.message, *other)) continue;
    (theirs > version ? others.later : theirs < version ? others.earlier : others.repeated) = true;
  }
  return others;
}

}  // namespace tidings::taxii
