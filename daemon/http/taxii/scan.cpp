#include "daemon/http/taxii/scan.hpp"

#include <algorithm>

#include "daemon/http/taxii/teller.hpp"
#include "daemon/store/dates.hpp"

namespace tidings::taxii {
namespace {

class Scan {
 public:
  Scan(query::Asking& asking, const ScanQuestion& question, std::size_t want, const ScanBounds& bounds)
      : asking_(asking), question_(question), teller_(asking, question), want_(want), bounds_(bounds) {}

  base::Result<Scanned> run(std::uint64_t from);

 private:
  using Whole = std::pair<store::Entry, std::string>;
  base::Result<std::vector<Whole>> entries_from(std::uint64_t from);
  base::Status tell(Whole whole);
  base::Status tell_own(const Opened& opened);
  base::Status tell_taken_back(const Opened& opened);
  base::Status tell_target(const Opened& opened, const Teller::TakenBack& target);
  bool is_full() const { return scanned_.told.size() >= want_ || bytes_ >= bounds_.told_bytes; }
  /// Moves behind this slot, with what is told there.
  void put(std::uint64_t date, std::optional<Object> object);

  query::Asking& asking_;
  const ScanQuestion& question_;
  Teller teller_;
  std::size_t want_, bytes_{0};
  const ScanBounds& bounds_;
  Scanned scanned_;
};

/// From the entry that `from` is a date of, if something of it is left, else from the next one.
base::Result<std::vector<Scan::Whole>> Scan::entries_from(std::uint64_t from) {
  const auto at = asking_.ledger().added_by({from});
  if (!at) return at.error();
  store::Sequence after{0};
  if (*at) {
    const bool has_more = from + 1 < (*at)->added_at.us + (*at)->slots;
    after.value = has_more ? (*at)->sequence.value - 1 : (*at)->sequence.value;
  }
  return asking_.ledger().forward_whole(after, bounds_.bulletins, bounds_.body_bytes);
}

base::Result<Scanned> Scan::run(std::uint64_t from) {
  auto entries = entries_from(from);
  if (!entries) return entries.error();
  scanned_.to = from;
  std::vector<store::Sequence> places;
  std::size_t read_bytes = 0;
  for (const auto& [entry, bytes] : *entries) {
    places.push_back(entry.sequence);
    read_bytes += bytes.size();
  }
  if (auto learned = asking_.learn_standing(std::move(places)); !learned) return learned.error();
  const bool is_cut = entries->size() >= bounds_.bulletins || read_bytes >= bounds_.body_bytes;
  for (auto& whole : *entries) {
    if (is_full()) return std::move(scanned_);
    const auto end = whole.first.added_at.us + whole.first.slots;
    if (auto told = tell(std::move(whole)); !told) return told.error();
    if (is_full()) return std::move(scanned_);  // there may be more of it
    scanned_.to = std::max(scanned_.to, end - 1);
  }
  scanned_.at_end = !is_cut;
  return std::move(scanned_);
}

void Scan::put(std::uint64_t date, std::optional<Object> object) {
  scanned_.to = date;
  if (!object) return;
  bytes_ += object->json.size();
  scanned_.told.push_back({date, std::move(*object), {}, whole_bulletin});
}

base::Status Scan::tell(Whole whole) {
  auto opened = teller_.open(std::move(whole.first), std::move(whole.second));
  if (!opened) return opened.error();
  if (!*opened) return {};
  if (teller_.speaks(**opened)) {
    if (auto told = tell_own(**opened); !told) return told;
  }
  return is_full() ? base::Status() : tell_taken_back(**opened);
}

base::Status Scan::tell_own(const Opened& opened) {
  const auto first = opened.entry.added_at.us;
  for (std::size_t place = 0; place < opened.envelope.claims.size(); ++place) {
    const auto date = first + opened.number_at(place);
    if (date <= scanned_.to) continue;
    auto object = teller_.tell_claim(opened, place, question_.telling);
    if (!object) return object.error();
    put(date, std::move(*object));
    if (is_full()) return {};
  }
  const auto own = first + opened.header.message.claim_count();
  if (own <= scanned_.to) return {};
  auto object = teller_.tell_bulletin(opened, question_.telling);
  if (!object) return object.error();
  put(own, std::move(*object));
  return {};
}

base::Status Scan::tell_taken_back(const Opened& opened) {
  const auto last_slot = scanned_.to < opened.entry.added_at.us ? 0 : scanned_.to - opened.entry.added_at.us;
  auto targets = teller_.taken_back(opened);
  if (!targets) return targets.error();
  for (const auto& target : *targets) {
    if (target.first_slot + store::slots_a_target <= last_slot) continue;
    if (target.first_slot + store::slots_a_target > opened.entry.slots) break;  // from before dates were kept
    const auto told_before = teller_.was_told(*target.opened);
    if (!told_before) return told_before.error();
    if (!*told_before) continue;
    if (auto told = tell_target(opened, target); !told) return told;
    if (is_full()) return {};
  }
  return {};
}

base::Status Scan::tell_target(const Opened& opened, const Teller::TakenBack& target) {
  const auto base_date = opened.entry.added_at.us + target.first_slot;
  const auto telling = question_.telling == Telling::Outline ? Telling::Outline : Telling::Revoked;
  const auto modified = opened.header.issued_at.us;
  for (std::size_t place = 0; place < target.opened->envelope.claims.size(); ++place) {
    const auto number = target.opened->number_at(place);
    const auto date = base_date + number;
    const bool is_meant = target.numbers.empty() || std::ranges::binary_search(target.numbers, number);
    if (date <= scanned_.to || !is_meant) continue;
    auto object = teller_.tell_claim(*target.opened, place, telling, modified);
    if (!object) return object.error();
    put(date, std::move(*object));
    if (is_full()) return {};
  }
  const auto own = base_date + bulletin::max_claims;
  if (own <= scanned_.to || !target.numbers.empty()) return {};
  auto object = teller_.tell_bulletin(*target.opened, telling, modified);
  if (!object) return object.error();
  put(own, std::move(*object));
  return {};
}

/// Where an id of ours says that its object stands.
base::Result<std::vector<std::pair<store::Sequence, std::uint32_t>>> places_in(query::Asking& asking, const Place& place) {
  std::vector<std::pair<store::Sequence, std::uint32_t>> places;
  const auto entries = asking.ledger().between(place.low, place.high, 4);  // 13 bytes of a hash: one, but for planted ones
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    places.emplace_back(entry.sequence, place.of == Place::Of::Bulletin ? whole_bulletin : place.number);
  }
  return places;
}

base::Status add_at(Teller& teller, const ScanQuestion& question, store::Sequence sequence, std::uint32_t number,
                    const std::string& id, std::vector<Told>& all) {
  const auto opened = teller.open_at(sequence);
  if (!opened) return opened.error();
  if (!*opened || !teller.speaks(**opened)) return {};
  const auto claims = (*opened)->header.message.claim_count();
  const auto add = [&](std::uint64_t slot, std::optional<Object> object) {
    if (!object || object->id != id) return;
    const auto claim = slot == claims ? whole_bulletin : static_cast<std::uint32_t>(slot);
    all.push_back({(*opened)->entry.added_at.us + slot, std::move(*object), (*opened)->entry.id, claim});
  };
  if (number == whole_bulletin || (claims == 0 && number == bulletin::max_claims - 1)) {
    auto object = teller.tell_bulletin(**opened, question.telling);
    if (!object) return object.error();
    add(claims, std::move(*object));
    return {};
  }
  for (std::size_t place = 0; place < (*opened)->envelope.claims.size(); ++place) {
    if ((*opened)->number_at(place) != number) continue;
    auto object = teller.tell_claim(**opened, place, question.telling);
    if (!object) return object.error();
    add(number, std::move(*object));
  }
  return {};
}

base::Status add_identity(query::Asking& asking, const Place& place, const std::string& id, std::vector<Told>& all) {
  for (const auto& [organisation, known] : asking.book().identities) {
    if (organisation.bytes() < place.low.bytes() || organisation.bytes() > place.high.bytes()) continue;
    auto object = identity_object(*known.identity);
    if (object.id != id) continue;
    const auto date = known.identity->issued_at.us;
    all.push_back({date, std::move(object), {}, whole_bulletin});
  }
  return {};
}

/// match[version] over all versions of one object.
void choose(const Versions& versions, std::vector<Told>& of_one) {
  std::ranges::sort(of_one, {}, [](const Told& told) { return told.object.version; });
  if (versions.all || of_one.empty()) return;
  const auto first = of_one.front().object.version, last = of_one.back().object.version;
  std::erase_if(of_one, [&](const Told& told) {
    const auto version = told.object.version;
    const bool wanted = (versions.first && version == first) || (versions.last && version == last) ||
                        std::ranges::find(versions.exactly, version) != versions.exactly.end();
    return !wanted;
  });
}

}  // namespace

base::Result<Scanned> scan(query::Asking& asking, const ScanQuestion& question, std::uint64_t from, std::size_t want,
                           const ScanBounds& bounds) {
  return Scan(asking, question, want, bounds).run(from);
}

base::Result<std::vector<Told>> find_objects(query::Asking& asking, const ScanQuestion& question,
                                             const std::vector<std::string>& ids) {
  ScanQuestion every_version = question;
  every_version.asked.versions = {false, false, true, {}};
  Teller teller(asking, every_version);
  std::vector<Told> all;
  for (const auto& id : ids) {
    std::vector<Told> of_one;
    const auto place = place_of(id);
    if (place && place->of == Place::Of::Organisation) {
      if (auto added = add_identity(asking, *place, id, of_one); !added) return added.error();
    }
    auto posted = teller.places_of_object(id);
    if (!posted) return posted.error();
    if (posted->empty() && place && place->of != Place::Of::Organisation) posted = places_in(asking, *place);
    if (!posted) return posted.error();
    for (const auto& [sequence, number] : *posted) {
      if (auto added = add_at(teller, every_version, sequence, number, id, of_one); !added) return added.error();
    }
    choose(question.asked.versions, of_one);
    std::ranges::move(of_one, std::back_inserter(all));
  }
  std::ranges::sort(all, {}, &Told::date);
  return all;
}

}  // namespace tidings::taxii
