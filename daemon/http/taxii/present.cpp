#include "daemon/http/taxii/present.hpp"

#include <map>
#include <string_view>
#include <vector>

#include "core/observable/observable.hpp"
#include "daemon/http/taxii/teller.hpp"

namespace tidings::taxii {
namespace {

/// Which of them may stand in each bulletin, oldest first: a bulletin is read once.
base::Result<std::map<store::Sequence, std::vector<std::size_t>>> places_of(query::Asking& asking,
                                                                            std::span<const Sought> sought) {
  std::vector<std::string> keys;
  keys.reserve(sought.size());
  for (const auto& one : sought) keys.push_back(observable::index_key(observable::Type::Opaque, one.id));
  const auto hits = asking.index().exact(keys);
  if (!hits) return hits.error();
  std::map<store::Sequence, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < sought.size(); ++i) {
    for (const auto& hit : (*hits)[i]) {
      auto& here = places[hit.sequence];
      if (here.empty() || here.back() != i) here.push_back(i);
    }
  }
  return places;
}

}  // namespace

base::Result<std::vector<std::optional<Object>>> find_present(query::Asking& asking, const ScanQuestion& question,
                                                              std::span<const Sought> sought) {
  std::vector<std::optional<Object>> found(sought.size());
  auto places = places_of(asking, sought);
  if (!places) return places.error();
  auto both = question;
  both.telling = Telling::Both;
  SpokenOf spoken;
  Teller teller(asking, both, spoken);
  for (const auto& [sequence, ones] : *places) {
    const auto opened = teller.open_at(sequence);
    if (!opened) return opened.error();
    if (!*opened || !teller.speaks(**opened)) continue;
    if ((*opened)->header.origin != asking.book().self) continue;  // our own come first: others' hinder nothing
    std::map<std::string_view, std::vector<std::size_t>> by_id;    // thousands of versions of one may be sought
    for (const auto i : ones) by_id[sought[i].id].push_back(i);
    for (const auto& [id, versions] : by_id) {
      for (const auto place : (*opened)->places_of(observable::Type::Opaque, id, 0)) {
        const auto told = teller.tell(**opened, place);
        if (!told) return told.error();
        if (!*told) continue;
        const auto& object = (*told)->object;
        for (const auto i : versions) {
          if (sought[i].version != 0 && object.version != sought[i].version) continue;
          if (!found[i] || found[i]->version < object.version) found[i] = object;
        }
      }
    }
  }
  return found;
}

}  // namespace tidings::taxii
