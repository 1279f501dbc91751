// What a bulletin takes back: a withdrawal its targets, a revision what it replaces; and when an object was over.
#include <algorithm>
#include <ranges>

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

namespace {

/// Until then its object told it, which is its author's to revoke.
bool goes_with_its_object(const Teller::TakenBack& target, const v1::Claim& claim) {
  const auto places = target.opened->places_of(observable::Type::Opaque, original_of(claim), 0);
  return std::ranges::any_of(places, [&](std::size_t place) {
    return std::ranges::binary_search(target.numbers, target.opened->number_at(place));
  });
}

}  // namespace

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
  auto first = nowhere;
  for (auto& [revision, at] : revisions.last_parts | std::views::reverse) first = at = std::min(first, at);
  return &revisions_.emplace(key, std::move(revisions)).first->second;
}

store::Sequence Teller::replaced_at(const Revisions& revisions, std::uint32_t revision) {
  const auto next = revisions.last_parts.upper_bound(revision);
  return next == revisions.last_parts.end() ? nowhere : next->second;
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

base::Result<store::Sequence> Teller::withdrawn_at(const store::BulletinRow& row, std::uint32_t number) {
  auto known = withdrawals_.find(row.id);
  if (known == withdrawals_.end()) {
    std::vector<Withdrawal> all;
    const auto referring = asking_.index().referring_to(row.id, store::max_hits_a_key);
    if (!referring) return referring.error();
    if (auto learned = asking_.learn_standing(*referring); !learned) return learned.error();
    for (const auto sequence : *referring) {
      const auto* standing = asking_.standing(sequence);
      const bool is_its_own =
          standing != nullptr && standing->row.kind == v1::KIND_WITHDRAWAL && standing->row.origin == row.origin;
      if (!is_its_own) continue;
      const auto other = held(standing->row.id);
      if (!other) return other.error();
      if (!*other) continue;
      const auto seen = may_see(**other);
      if (!seen) return seen.error();
      for (const auto& target : (*other)->header.message.targets()) {
        if (!*seen || target.bulletin_id() != row.id.bytes()) continue;
        all.push_back({(*other)->entry.sequence, {target.claims().begin(), target.claims().end()}});
        std::ranges::sort(all.back().claims);
      }
    }
    known = withdrawals_.emplace(row.id, std::move(all)).first;
  }
  auto first = nowhere;
  for (const auto& [at, claims] : known->second) {
    if (claims.empty() || std::ranges::binary_search(claims, number)) first = std::min(first, at);
  }
  return first;
}

base::Result<store::Sequence> Teller::end_of(const store::Standing& standing, std::uint32_t number) {
  auto end = nowhere;
  if (standing.superseded) {
    const auto revisions = revisions_of(standing.row);
    if (!revisions) return revisions.error();
    end = replaced_at(**revisions, standing.row.revision);
  }
  if (!is_withdrawn(standing, number)) return end;
  const auto withdrawn = withdrawn_at(standing.row, number);
  if (!withdrawn) return withdrawn.error();
  return std::min(end, *withdrawn);
}

/// Nothing where this caller was not told of it, or it says another object.
base::Result<std::optional<Teller::Span>> Teller::span_of(const Ended& ended, const v1::Claim& claim) {
  const std::optional<Span> nothing;
  const auto other = held(ended.id);
  if (!other) return other.error();
  if (!*other) return nothing;
  const auto told = was_told(**other);
  if (!told) return told.error();
  if (!*told) return nothing;
  for (const auto place : (*other)->places_of(type_of(claim), claim.value(), ended.from.second)) {
    const auto said = claim_at(**other, place);
    if (!said || !is_told(**other, *said, false)) continue;
    return std::optional(Span{ended.from, ended.end, (*other)->objects->version_of_claim(*said)});
  }
  return nothing;
}

/// What speaks of the claim's object besides, and ended after it came: what ended before was never told.
base::Result<std::optional<Teller::Ended>> Teller::other_ended(const Opened& opened, const store::Hit& hit) {
  const std::optional<Ended> nothing;
  const auto* standing = asking_.standing(hit.sequence);
  const bool is_its_own = standing != nullptr && standing->row.origin == opened.header.origin &&
                          is_said(standing->row.kind) && hit.sequence != opened.entry.sequence;
  if (!is_its_own) return nothing;
  const auto id = standing->row.id;
  const auto end = end_of(store::Standing(*standing), hit.claim);
  if (!end) return end.error();
  if (*end == nowhere || *end <= hit.sequence) return nothing;
  return std::optional(Ended{id, {hit.sequence, hit.claim}, *end});
}

base::Result<std::vector<Teller::Span>> Teller::spans_of(const Opened& opened, std::uint32_t number,
                                                         const v1::Claim& claim, store::Sequence at) {
  std::vector<Span> spans;
  const auto end = end_of(opened.standing, number);
  if (!end) return end.error();
  spans.push_back({{opened.entry.sequence, number}, *end, opened.objects->version_of_claim(claim)});
  if (!is_said(opened.header.kind)) return spans;  // of a sighting or dispute there is one version
  const auto hits = hits_of(key_of(claim));
  if (!hits) return hits.error();
  const auto& all = **hits;  // stays where it is, in order
  const auto behind = std::ranges::upper_bound(all, at, {}, &store::Hit::sequence);
  // True once `enough` holds of a span.
  const auto add = [&](const store::Hit& hit, const auto& is_of_use, const auto& enough) -> base::Result<bool> {
    const auto ended = other_ended(opened, hit);
    if (!ended) return ended.error();
    if (!*ended || !is_of_use(**ended)) return false;
    const auto span = span_of(**ended, claim);
    if (!span) return span.error();
    if (*span) spans.push_back(**span);
    return *span && enough(**span);
  };
  const auto is_open = [at](const Ended& ended) { return ended.end >= at; };
  const auto is_over = [at](const Ended& ended) { return ended.end < at; };
  const auto is_covering = [at](const Span& span) { return covers(span, at); };
  // From the last: of a thousand revisions that say it, the one that came at `at` says most often that it goes on.
  for (auto hit = behind; hit != all.begin();) {
    const auto found = add(*--hit, is_open, is_covering);
    if (!found) return found.error();
    if (*found) return spans;
  }
  // Of what came later any one matters, and of what ended before the first, unless all ends are asked for.
  const auto any = [](const Span&) { return true; };
  const auto last_alone = [&](const Span&) { return !question_.asked.versions.first; };
  for (auto hit = behind; hit != all.end(); ++hit) {
    const auto found = add(*hit, is_open, any);
    if (!found) return found.error();
    if (*found) break;
  }
  for (auto hit = all.begin(); hit != behind; ++hit) {
    const auto found = add(*hit, is_over, last_alone);
    if (!found) return found.error();
    if (*found) break;
  }
  return spans;
}

base::Result<std::optional<Told>> Teller::tell_taken_back(const TakenBack& target, std::size_t place,
                                                          const Opened& by) {
  const std::optional<Told> nothing;
  const auto& opened = *target.opened;
  const auto claim = claim_at(opened, place);
  // An object's words are its author's: he alone revokes it.
  if (!claim || is_stix_object(*claim) || goes_with_its_object(target, *claim)) return nothing;
  const auto type = opened.objects->type_of(*claim);
  if (type.empty() || !question_.asked.wants_type(type) || !question_.filter.fits(opened.header.message, *claim))
    return nothing;
  const auto number = opened.number_at(place);
  const auto others = others_of(opened, number, *claim);
  if (!others) return others.error();
  if (others->live) return nothing;
  const auto at = by.entry.sequence;
  const auto end = end_of(opened.standing, number);
  if (!end) return end.error();
  if (*end != at) return nothing;  // told where it ended
  const auto spans = spans_of(opened, number, *claim, at);
  if (!spans) return spans.error();
  const auto is_over_at = [&](store::Sequence then) {
    return std::ranges::none_of(*spans, [then](const Span& span) { return covers(span, then); });
  };
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
