#include "daemon/http/taxii/scan.hpp"

#include <algorithm>
#include <utility>

#include "core/observable/observable.hpp"
#include "daemon/http/taxii/teller.hpp"
#include "daemon/store/dates.hpp"

namespace tidings::taxii {
namespace {

class Scan {
 public:
  Scan(query::Asking& asking, const ScanQuestion& question, std::size_t want, const ScanBounds& bounds,
       SpokenOf& spoken)
      : asking_(asking), teller_(asking, question, spoken), want_(want), bounds_(bounds) {}

  base::Result<Scanned> run(std::uint64_t from);

 private:
  using Whole = std::pair<store::Entry, std::string>;
  base::Result<std::vector<Whole>> entries_from(std::uint64_t from);
  base::Status tell(Whole whole);
  base::Status tell_own(const Opened& opened);
  base::Status tell_taken_back(const Opened& opened);
  base::Status tell_target(const Opened& opened, const Teller::TakenBack& target);
  bool is_full() const { return scanned_.told.size() >= want_ || bytes_ >= bounds_.told_bytes; }
  /// Moves behind this date, with what is told there.
  void put(std::uint64_t date, std::optional<Told> told);

  query::Asking& asking_;
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
    const auto end = whole.first.added_at.us + whole.first.slots;
    if (auto told = tell(std::move(whole)); !told) return told.error();
    if (is_full()) return std::move(scanned_);  // there may be more of it
    scanned_.to = std::max(scanned_.to, end - 1);
  }
  scanned_.at_end = !is_cut;
  return std::move(scanned_);
}

void Scan::put(std::uint64_t date, std::optional<Told> told) {
  scanned_.to = date;
  if (!told) return;
  told->date = date;
  bytes_ += told->object.json.size();
  scanned_.told.push_back(std::move(*told));
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
  bool is_prepared = false;
  for (std::size_t place = 0; place < opened.envelope.claims.size(); ++place) {
    const auto date = first + opened.number_at(place);
    if (date <= scanned_.to) continue;
    if (!is_prepared) {
      if (auto done = teller_.prepare(opened, place, want_ - scanned_.told.size()); !done) return done;
      is_prepared = true;
    }
    auto told = teller_.tell(opened, place);
    if (!told) return told.error();
    put(date, std::move(*told));
    if (is_full()) return {};
  }
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
  const auto first = opened.entry.added_at.us + target.first_slot;
  for (std::size_t place = 0; place < target.opened->envelope.claims.size(); ++place) {
    const auto number = target.opened->number_at(place);
    const bool is_meant = target.numbers.empty() || std::ranges::binary_search(target.numbers, number);
    if (first + number <= scanned_.to || !is_meant) continue;
    auto told = teller_.tell_taken_back(target, place, opened);
    if (!told) return told.error();
    put(first + number, std::move(*told));
    if (is_full()) return {};
  }
  return {};
}

/// What is claimed of this value and is the object of this id: hits, and what they stand for, lie in order of dates.
base::Status add_claims(query::Asking& asking, Teller& teller, observable::Type type, const std::string& value,
                        const std::string& id, const Window& window, LookedUp& all) {
  const auto hits = teller.hits_of(observable::index_key(type, value));
  if (!hits) return hits.error();
  const auto copy = **hits;
  const auto first = asking.ledger().added_by({window.from});
  if (!first) return first.error();
  std::size_t count = 0, bytes = 0;
  store::Sequence before;
  for (const auto& hit : copy) {
    if (*first && hit.sequence < (*first)->sequence) continue;
    if (type == observable::Type::Opaque && hit.sequence == std::exchange(before, hit.sequence)) continue;
    const auto opened = teller.open_at(hit.sequence);
    if (!opened) return opened.error();
    if (!*opened || !teller.speaks(**opened)) continue;
    for (const auto place : (*opened)->places_of(type, value, hit.claim)) {
      const auto date = (*opened)->entry.added_at.us + (*opened)->number_at(place);
      if (date <= window.from) continue;
      auto told = teller.tell(**opened, place);
      if (!told) return told.error();
      if (!*told || (*told)->object.id != id) continue;
      (*told)->date = date;
      bytes += (*told)->object.json.size();
      all.told.push_back(std::move(**told));
      if (++count < window.most && bytes < window.bytes) continue;
      all.to = std::min(all.to, date);
      return {};
    }
  }
  return {};
}

/// What stands in no bulletin; dated by its version.
std::optional<Told> standing_alone(query::Asking& asking, const std::string& id) {
  auto object = marking_object(id);
  if (!object && type_of_id(id) == "identity") {
    for (const auto& [organisation, known] : asking.book().identities) {
      auto identity = identity_object(asking.book(), organisation);
      if (identity.id == id) object = std::move(identity);
    }
  }
  if (!object) return std::nullopt;
  const auto date = object->version;
  return Told{date, std::move(*object), {}, 0, {}};
}

}  // namespace

base::Result<Scanned> scan(query::Asking& asking, const ScanQuestion& question, std::uint64_t from, std::size_t want,
                           const ScanBounds& bounds, SpokenOf& spoken) {
  return Scan(asking, question, want, bounds, spoken).run(from);
}

base::Result<LookedUp> look_up(query::Asking& asking, const ScanQuestion& question, const std::string& id,
                               const std::optional<v1::Value>& value, const Window& window) {
  LookedUp all;
  if (auto alone = standing_alone(asking, id)) {
    if (alone->date > window.from) all.told.push_back(std::move(*alone));
    return all;
  }
  ScanQuestion of_one = question;
  of_one.asked.ids = {id};
  SpokenOf spoken;
  Teller teller(asking, of_one, spoken);
  auto added = add_claims(asking, teller, observable::Type::Opaque, id, id, window, all);
  if (!added) return added.error();
  if (!value) return all;
  const auto type = observable::type_from_number(value->type()).value_or(observable::Type::None);
  added = add_claims(asking, teller, type, value->value(), id, window, all);
  if (!added) return added.error();
  return all;
}

}  // namespace tidings::taxii
