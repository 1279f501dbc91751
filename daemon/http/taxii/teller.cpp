#include "daemon/http/taxii/teller.hpp"

#include <algorithm>

#include "core/bulletin/claim.hpp"
#include "core/bulletin/context.hpp"
#include "core/observable/observable.hpp"
#include "core/policy/may_hold.hpp"
#include "daemon/store/describe.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::taxii {
namespace {

constexpr std::size_t max_held_bytes = 8u << 20;  ///< of bulletins that others refer to
constexpr std::size_t max_spoken = 10'000;        ///< objects of which it is known what is told

/// Zero of what says its version, and of what was not posted.
std::size_t words_of(const v1::Claim& claim) {
  if (!is_stix_object(claim) || version_of(claim, 0) != 0) return 0;
  return std::hash<std::string_view>{}(claim.opaque().content());
}

}  // namespace

bool is_withdrawn(const store::Standing& standing, std::uint32_t number) {
  return standing.withdrawn || std::ranges::binary_search(standing.withdrawn_claims, number);
}

bool is_said(v1::Kind kind) { return kind == v1::KIND_REPORT || kind == v1::KIND_ASSESSMENT; }

std::optional<v1::Claim> claim_at(const Opened& opened, std::size_t place) {
  v1::Claim claim;
  if (!bulletin::read_claim_bytes(opened.envelope.claims[place], claim)) return std::nullopt;
  const auto type = observable::type_from_number(claim.type());
  if (!type || !observable::is_canonical(*type, claim.value())) return std::nullopt;
  return claim;
}

observable::Type type_of(const v1::Claim& claim) {
  return observable::type_from_number(claim.type()).value_or(observable::Type::None);
}

std::string key_of(const v1::Claim& claim) { return observable::index_key(type_of(claim), claim.value()); }

std::vector<std::size_t> Opened::places_of(observable::Type type, std::string_view value, std::uint32_t number) const {
  if (type == observable::Type::Opaque) {
    if (!opaque) opaque.emplace(envelope);
    return opaque->places_of(value);
  }
  if (!envelope.pruned)
    return number < envelope.claims.size() ? std::vector<std::size_t>{number} : std::vector<std::size_t>{};
  const auto found = std::ranges::find(envelope.numbers, number);
  if (found == envelope.numbers.end()) return {};
  return {static_cast<std::size_t>(found - envelope.numbers.begin())};
}

base::Result<std::unique_ptr<Opened>> Teller::take_apart(store::Entry entry, std::string bytes) {
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
    const bulletin::Verified verified{made->header, {}, 0, made->envelope.pruned};
    auto described = store::describe(verified, {}, made->entry.giver, made->entry.received_at);
    described.row.sequence = made->entry.sequence;
    auto standing = asking_.index().judge(described.row);
    if (!standing) return standing.error();
    made->standing = std::move(*standing);
  }
  made->objects = std::make_unique<Objects>(asking_.book(), made->standing.row, made->header);
  made->objects->forget(gone_from(*made));
  return made;
}

base::Result<std::unique_ptr<Opened>> Teller::open(store::Entry entry, std::string bytes) {
  if (entry.expires_at <= asking_.now()) return std::unique_ptr<Opened>();
  auto made = take_apart(std::move(entry), std::move(bytes));
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

base::Result<bool> Teller::was_told(const Opened& target) {
  if (target.entry.expires_at <= asking_.now() || !question_.filter.fits(target.standing.row)) return false;
  return may_see(target);
}

bool Teller::wants_id(const std::string& id) const {
  const auto& ids = question_.asked.ids;
  return ids.empty() || std::ranges::find(ids, id) != ids.end();
}

bool Teller::wants_version(std::uint64_t version, bool has_earlier, bool has_later) const {
  const auto& versions = question_.asked.versions;
  return versions.all || (versions.last && !has_later) || (versions.first && !has_earlier) ||
         std::ranges::find(versions.exactly, version) != versions.exactly.end();
}

base::Status Teller::prepare(const Opened& opened, std::size_t place, std::size_t count) {
  if (!question_.asked.ids.empty()) return {};  // few will be asked for
  hits_.clear();
  prepared_ = {opened.entry.sequence, place, {}};
  std::vector<std::string> keys;
  const auto end = std::min(opened.envelope.claims.size(), place + count);
  for (; place < end; ++place) {
    prepared_.claims.push_back(claim_at(opened, place));
    const auto& claim = prepared_.claims.back();
    if (claim && !opened.objects->type_of(*claim).empty()) keys.push_back(key_of(*claim));
  }
  std::ranges::sort(keys);
  const auto repeats = std::ranges::unique(keys);
  keys.erase(repeats.begin(), repeats.end());
  auto hits = asking_.index().exact(keys);
  if (!hits) return hits.error();
  std::vector<store::Sequence> sequences;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (const auto& hit : (*hits)[i]) sequences.push_back(hit.sequence);
    hits_.emplace(std::move(keys[i]), std::move((*hits)[i]));
  }
  return asking_.learn_standing(std::move(sequences));
}

const std::optional<v1::Claim>& Teller::claim(const Opened& opened, std::size_t place) {
  const bool is_there = prepared_.of == opened.entry.sequence && place - prepared_.first < prepared_.claims.size();
  return is_there ? prepared_.claims[place - prepared_.first] : unprepared_ = claim_at(opened, place);
}

base::Result<const std::vector<store::Hit>*> Teller::hits_of(const std::string& key) {
  if (const auto known = hits_.find(key); known != hits_.end()) return &known->second;
  auto hits = asking_.index().exact({&key, 1});
  if (!hits) return hits.error();
  std::vector<store::Sequence> sequences;
  for (const auto& hit : hits->front()) sequences.push_back(hit.sequence);
  if (auto learned = asking_.learn_standing(std::move(sequences)); !learned) return learned.error();
  return &hits_.emplace(key, std::move(hits->front())).first->second;
}

/// Whether what was said is of the same making as what is asked about, and told to this caller.
bool Teller::is_told(const Opened& other, const v1::Claim& said, bool is_posted) const {
  if (is_stix_object(said) != is_posted || other.objects->type_of(said).empty()) return false;
  if (is_posted && !is_whole_object(said)) return false;
  if (!question_.filter.fits(other.header.message, said)) return false;
  return bulletin::valid_window(other.header.message, said).until > asking_.now();
}

/// What is the same object where it was hit, live and told to this caller, each with its version.
base::Result<std::vector<Teller::Version>> Teller::read_versions(const Opened& opened, const v1::Claim& claim,
                                                                 const store::Hit& hit) {
  std::vector<Version> versions;
  const bool is_posted = is_stix_object(claim), is_here = hit.sequence == opened.entry.sequence;
  const auto* standing = asking_.standing(hit.sequence);
  if (standing == nullptr) return versions;
  const auto& row = standing->row;
  if (standing->withdrawn || standing->superseded || row.expires_at <= asking_.now()) return versions;
  if (!is_posted && (row.origin != opened.header.origin || !is_said(row.kind))) return versions;
  if (!question_.filter.fits(row)) return versions;
  std::shared_ptr<const Opened> other(std::shared_ptr<void>(), &opened);
  if (!is_here) {
    auto found = held(row.id);
    if (!found) return found.error();
    if (!*found) return versions;
    const auto seen = may_see(**found);
    if (!seen) return seen.error();
    if (!*seen) return versions;
    other = std::move(*found);
  }
  for (const auto place : other->places_of(type_of(claim), claim.value(), hit.claim)) {
    const auto number = other->number_at(place);
    if (is_withdrawn(*standing, number)) continue;
    const auto said = claim_at(*other, place);
    if (said && is_told(*other, *said, is_posted)) {
      versions.push_back({number, other->objects->version_of_claim(*said), words_of(*said)});
    }
  }
  return versions;
}

/// Read once for all versions of an object. In the steps that follow it may be as old as the request.
base::Result<const Spoken*> Teller::spoken_of(const Opened& opened, const v1::Claim& claim,
                                              const std::vector<store::Hit>& hits) {
  const bool is_posted = is_stix_object(claim);
  auto key = key_of(claim);
  if (!is_posted) key += opened.header.origin.bytes();
  const auto newest = hits.empty() ? store::Sequence{} : hits.back().sequence;
  const auto known = spoken_.find(key);
  if (known != spoken_.end() && known->second.hits == hits.size() && known->second.newest == newest) {
    return &known->second;
  }
  const Spoken nothing{hits.size(), newest, {}, {}, {}, {}};
  auto spoken = nothing;
  store::Sequence before;
  for (const auto& hit : hits) {
    if (hit.sequence == std::exchange(before, hit.sequence) && is_posted) continue;  // one stands for all of a bulletin
    const auto versions = read_versions(opened, claim, hit);
    if (!versions) return versions.error();
    if (versions->empty()) continue;
    const auto& origin = asking_.standing(hit.sequence)->row.origin;
    if (origin != spoken.owner) {
      if (!spoken.places.empty() && origin != asking_.book().self) continue;
      spoken = nothing;
      spoken.owner = origin;
    }
    for (const auto& one : *versions) {
      const Spoken::Place place(hit.sequence, one.number);
      spoken.places.push_back(place);
      if (one.words != 0 && !spoken.by_words.try_emplace(one.words, place).second) continue;
      spoken.by_version.try_emplace(one.at, place);
    }
  }
  if (spoken_.size() > max_spoken) spoken_.clear();
  return &spoken_.insert_or_assign(std::move(key), std::move(spoken)).first->second;
}

base::Result<Teller::Others> Teller::others_of(const Opened& opened, std::uint32_t number, const v1::Claim& claim) {
  Others others;
  // Of a sighting or dispute there is one version.
  if (!is_stix_object(claim) && !is_said(opened.header.kind)) return others;
  const auto hits = hits_of(key_of(claim));
  if (!hits) return hits.error();
  const Spoken::Place here(opened.entry.sequence, number);
  // The index knows one claim of those that a bulletin repeats; of opaque ones, whatever else they hold.
  const bool is_alone = (*hits)->size() == 1 && (*hits)->front().sequence == here.first &&
                        (is_stix_object(claim) ? opened.places_of(type_of(claim), claim.value(), number).size() == 1
                                               : (*hits)->front().claim == number);
  if (is_alone) return others;
  const auto found = spoken_of(opened, claim, **hits);
  if (!found) return found.error();
  const auto& spoken = **found;
  others.live = spoken.places.size() > 1 || (spoken.places.size() == 1 && spoken.places.front() != here);
  others.of_another = !spoken.places.empty() && spoken.owner != opened.header.origin;
  const auto mine = opened.objects->version_of_claim(claim);
  if (!spoken.by_version.empty()) others.created = std::min(mine, spoken.by_version.begin()->first);
  others.earlier = !spoken.by_version.empty() && spoken.by_version.begin()->first < mine;
  others.later = !spoken.by_version.empty() && spoken.by_version.rbegin()->first > mine;
  const auto same = spoken.by_version.find(mine);
  const auto same_words = spoken.by_words.find(words_of(claim));
  others.repeated = (same != spoken.by_version.end() && same->second < here) ||
                    (same_words != spoken.by_words.end() && same_words->second < here);
  return others;
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
    auto made = take_apart(**entry, std::move(*bytes));
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

/// The id of what a sighting or dispute refers to: the claim about its value in those of its targets that this caller
/// may see. One that came after it may be marked narrower, and its id tells who said it.
base::Result<std::string> Teller::about(const Opened& opened, const v1::Claim& claim) {
  for (const auto& target : opened.header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (!id) continue;
    const auto other = held(*id);
    if (!other) return other.error();
    if (!*other) continue;
    const auto seen = may_see(**other);
    if (!seen) return seen.error();
    if (!*seen) continue;
    for (std::size_t place = 0; place < (*other)->envelope.claims.size(); ++place) {
      const auto number = (*other)->number_at(place);
      if (target.claims_size() > 0 && std::ranges::find(target.claims(), number) == target.claims().end()) continue;
      const auto said = claim_at(**other, place);
      if (said && said->type() == claim.type() && said->value() == claim.value())
        return (*other)->objects->indicator_id(*said);
    }
  }
  return std::string();
}

base::Result<std::optional<Told>> Teller::make(const Opened& opened, std::uint32_t number, const v1::Claim& claim,
                                               Telling telling, Objects::Beside beside) {
  std::string referred;
  if (!is_said(opened.header.kind)) {
    auto found = about(opened, claim);
    if (!found) return found.error();
    referred = std::move(*found);
    beside.about = referred;
  }
  auto object = opened.objects->of_claim(claim, number, beside, telling);
  if (!object || !wants_id(object->id) || !question_.asked.wants_spec_version(object->spec_version)) {
    return std::optional<Told>();
  }
  Told told{0, std::move(*object), opened.entry.id, number, {}};
  if (!is_stix_object(claim)) {
    told.value.set_type(claim.type());
    told.value.set_value(claim.value());
  }
  return std::optional(std::move(told));
}

base::Result<std::optional<Told>> Teller::tell(const Opened& opened, std::size_t place) {
  const std::optional<Told> nothing;
  const auto number = opened.number_at(place);
  const auto& claim = this->claim(opened, place);
  if (!claim || is_withdrawn(opened.standing, number)) return nothing;
  const auto type = opened.objects->type_of(*claim);
  if (type.empty() || !question_.asked.wants_type(type)) return nothing;
  const bool is_by_id = !question_.asked.ids.empty() && type == "indicator";
  if (is_by_id && !wants_id(opened.objects->indicator_id(*claim))) return nothing;
  if (bulletin::valid_window(opened.header.message, *claim).until <= asking_.now()) return nothing;
  if (!question_.filter.fits(opened.header.message, *claim)) return nothing;
  const auto others = others_of(opened, number, *claim);
  if (!others) return others.error();
  const bool is_wanted = wants_version(opened.objects->version_of_claim(*claim), others->earlier, others->later);
  if (others->of_another || others->repeated || !is_wanted) return nothing;
  return make(opened, number, *claim, question_.telling, {{}, others->created, 0});
}

}  // namespace tidings::taxii
