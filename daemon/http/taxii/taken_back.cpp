// What a bulletin takes back: a withdrawal its targets, a revision what it replaces; and when an object was over.
#include <algorithm>

#include "daemon/http/taxii/teller.hpp"
#include "daemon/store/dates.hpp"

namespace tidings::taxii {

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

base::Result<const Teller::Revisions*> Teller::revisions_of(const store::BulletinRow& row) {
  const std::pair key(row.publication, row.origin);
  if (const auto known = revisions_.find(key); known != revisions_.end()) return &known->second;
  const auto parts = asking_.index().of_publication(row.publication);
  if (!parts) return parts.error();
  if (auto learned = asking_.learn_standing(*parts); !learned) return learned.error();
  Revisions revisions;
  for (const auto part : *parts) {
    const auto* standing = asking_.standing(part);
    if (standing == nullptr || standing->row.origin != row.origin) continue;
    revisions.rows.push_back(standing->row);
    if (standing->row.part < standing->row.parts) continue;
    const auto other = held(standing->row.id);
    if (!other) return other.error();
    if (!*other) continue;
    const auto seen = may_see(**other);
    if (!seen) return seen.error();
    if (*seen) revisions.last_parts[standing->row.revision] = part;  // of several audiences, the last that came
  }
  return &revisions_.emplace(key, std::move(revisions)).first->second;
}

store::Sequence Teller::replaced_at(const Revisions& revisions, std::uint32_t revision) {
  auto first = nowhere;
  for (const auto& [number, at] : revisions.last_parts) {
    if (number > revision) first = std::min(first, at);
  }
  return first;
}

base::Result<std::vector<Teller::TakenBack>> Teller::replaced_by(const Opened& opened) {
  std::vector<TakenBack> all;
  const auto revisions = revisions_of(opened.standing.row);
  if (!revisions) return revisions.error();
  auto slot = store::own_slots(opened.header.message.claim_count());
  for (const auto& row : (*revisions)->rows) {
    if (row.sequence >= opened.entry.sequence || slot + store::slots_a_target > opened.entry.slots) continue;
    if (replaced_at(**revisions, row.revision) != opened.entry.sequence) continue;  // by an earlier one, or a later
    const auto other = held(row.id);
    if (!other) return other.error();
    if (*other) all.push_back({slot, *other, {}});
    slot += store::slots_a_target;
  }
  return all;
}

base::Result<std::vector<Teller::TakenBack>> Teller::taken_back(const Opened& opened) {
  if (opened.header.kind == v1::KIND_WITHDRAWAL) return withdrawn_by(opened);
  const auto& header = opened.header.message;
  if (opened.header.revision > 1 && header.part() >= header.parts()) return replaced_by(opened);
  return std::vector<TakenBack>{};
}

base::Result<store::Sequence> Teller::withdrawn_at(const Opened& opened, std::uint32_t number) {
  auto known = withdrawals_.find(opened.entry.id);
  if (known == withdrawals_.end()) {
    std::vector<std::shared_ptr<const Opened>> all;
    const auto referring = asking_.index().referring_to(opened.entry.id, store::max_hits_a_key);
    if (!referring) return referring.error();
    if (auto learned = asking_.learn_standing(*referring); !learned) return learned.error();
    for (const auto sequence : *referring) {
      const auto* standing = asking_.standing(sequence);
      const bool is_its_own = standing != nullptr && standing->row.kind == v1::KIND_WITHDRAWAL &&
                              standing->row.origin == opened.header.origin;
      if (!is_its_own) continue;
      const auto other = held(standing->row.id);
      if (!other) return other.error();
      if (!*other) continue;
      const auto seen = may_see(**other);
      if (!seen) return seen.error();
      if (*seen) all.push_back(*other);
    }
    known = withdrawals_.emplace(opened.entry.id, std::move(all)).first;
  }
  auto first = nowhere;
  for (const auto& withdrawal : known->second) {
    for (const auto& target : withdrawal->header.message.targets()) {
      if (target.bulletin_id() != opened.entry.id.bytes()) continue;
      const bool is_meant =
          target.claims().empty() || std::ranges::find(target.claims(), number) != target.claims().end();
      if (is_meant) first = std::min(first, withdrawal->entry.sequence);
    }
  }
  return first;
}

base::Result<store::Sequence> Teller::end_of(const Opened& opened, std::uint32_t number) {
  auto end = nowhere;
  if (opened.standing.superseded) {
    const auto revisions = revisions_of(opened.standing.row);
    if (!revisions) return revisions.error();
    end = replaced_at(**revisions, opened.standing.row.revision);
  }
  if (!is_withdrawn(opened.standing, number)) return end;
  const auto withdrawn = withdrawn_at(opened, number);
  if (!withdrawn) return withdrawn.error();
  return std::min(end, *withdrawn);
}

/// What ended before it came was never told.
base::Status Teller::add_span(const Opened& opened, std::uint32_t number, const v1::Claim& claim,
                              std::vector<Span>& spans) {
  const auto end = end_of(opened, number);
  if (!end) return end.error();
  if (*end == nowhere || *end <= opened.entry.sequence) return {};
  spans.push_back({{opened.entry.sequence, number}, *end, opened.objects->version_of_claim(claim)});
  return {};
}

/// Of a sighting or dispute there is one alone.
base::Result<std::vector<Teller::Span>> Teller::spans_of(const Opened& opened, std::uint32_t number,
                                                         const v1::Claim& claim) {
  std::vector<Span> spans;
  if (auto added = add_span(opened, number, claim, spans); !added) return added.error();
  if (!is_said(opened.header.kind)) return spans;
  const auto hits = hits_of(key_of(claim));
  if (!hits) return hits.error();
  for (const auto& hit : std::vector(**hits)) {
    const auto* standing = asking_.standing(hit.sequence);
    const bool is_its_own = standing != nullptr && standing->row.origin == opened.header.origin &&
                            is_said(standing->row.kind) && hit.sequence != opened.entry.sequence;
    if (!is_its_own) continue;
    const auto other = held(standing->row.id);
    if (!other) return other.error();
    if (!*other) continue;
    const auto told = was_told(**other);
    if (!told) return told.error();
    if (!*told) continue;
    for (const auto place : (*other)->places_of(type_of(claim), claim.value(), hit.claim)) {
      const auto said = claim_at(**other, place);
      if (!said || !is_told(**other, *said, is_stix_object(claim))) continue;
      if (auto added = add_span(**other, (*other)->number_at(place), *said, spans); !added) return added.error();
    }
  }
  return spans;
}

base::Result<std::optional<Told>> Teller::tell_taken_back(const Opened& opened, std::size_t place, const Opened& by) {
  const std::optional<Told> nothing;
  const auto claim = claim_at(opened, place);
  if (!claim) return nothing;
  const auto type = opened.objects->type_of(*claim);
  if (type.empty() || !question_.asked.wants_type(type) || !question_.filter.fits(opened.header.message, *claim))
    return nothing;
  const auto number = opened.number_at(place);
  const auto others = others_of(opened, number, *claim);
  if (!others) return others.error();
  if (others->live) return nothing;
  const auto spans = spans_of(opened, number, *claim);
  if (!spans) return spans.error();
  const auto is_over_at = [&](store::Sequence at) {
    return std::ranges::none_of(*spans, [at](const Span& span) { return span.from.first <= at && at < span.end; });
  };
  const auto at = by.entry.sequence;
  if (!is_over_at(at)) return nothing;
  auto told_by = Spoken::Place(nowhere, 0);  // of what ends together, one
  auto created = UINT64_MAX;
  bool earlier = false, later = false;
  for (const auto& span : *spans) {
    if (span.end == at) told_by = std::min(told_by, span.from);
    created = std::min(created, span.version);
    earlier = earlier || (span.end < at && is_over_at(span.end));
    later = later || span.end > at;
  }
  const bool is_here = told_by == Spoken::Place(opened.entry.sequence, number);
  if (!is_here || !wants_version(by.header.issued_at.us, earlier, later)) return nothing;
  const auto telling = question_.telling == Telling::Outline ? Telling::Outline : Telling::Revoked;
  return make(opened, number, *claim, telling, {{}, created, by.header.issued_at.us});
}

}  // namespace tidings::taxii
