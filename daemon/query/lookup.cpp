#include "daemon/query/lookup.hpp"

#include <algorithm>
#include <numeric>

#include "core/observable/observable.hpp"
#include "daemon/query/seen.hpp"

namespace tidings::query {
namespace {

using Hits = std::vector<std::vector<store::Hit>>;

/// Hits for keys in any order: the index likes them sorted.
base::Result<Hits> exact_in_order(store::IndexReader& index, std::vector<std::string> keys) {
  if (keys.size() == 1) return index.exact(keys);
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return keys[i]; });
  std::vector<std::string> sorted;
  sorted.reserve(keys.size());
  for (const auto i : order) sorted.push_back(std::move(keys[i]));
  auto hits = index.exact(sorted);
  if (!hits) return hits;
  Hits in_order(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) in_order[order[i]] = std::move((*hits)[i]);
  return in_order;
}

std::vector<std::string> keys_of(std::span<const Lookup> lookups) {
  std::vector<std::string> keys;
  for (const auto& lookup : lookups) {
    for (const auto& value : lookup.request.values()) {
      const auto type = observable::type_from_number(value.type()).value_or(observable::Type::None);
      keys.push_back(observable::index_key(type, value.value()));
    }
  }
  return keys;
}

/// The names that results refer to by number.
class Names {
 public:
  Names(const partners::Book& book, v1::LookupAnswer& answer) : book_(book), answer_(answer) {}
  std::uint32_t number(const identity::OrgId& organisation) {
    const auto [place, is_new] = known_.try_emplace(organisation, static_cast<std::uint32_t>(known_.size()));
    if (is_new) {
      answer_.add_names(book_.name_of(organisation));
      answer_.add_org_ids(organisation.str());
    }
    return place->second;
  }

 private:
  const partners::Book& book_;
  v1::LookupAnswer& answer_;
  std::unordered_map<identity::OrgId, std::uint32_t, base::IdHash> known_;
};

void tell(const indicator::View& view, bool scored, Names& names, v1::Verdictual& result) {
  if (!view.is_live()) return;
  result.set_found(true);
  result.set_sightings(view.sightings);
  result.set_disputes(view.disputes);
  for (const auto& origin : view.origins) result.add_origins(names.number(origin));
  if (!scored) return;
  result.set_verdict(view.verdict);
  result.set_role(view.role);
  if (view.confidence) result.set_confidence(*view.confidence + 1);
}

base::Result<v1::LookupAnswer> answer_one(Asking& asking, const Lookup& lookup, std::span<std::vector<store::Hit>> hits) {
  if (auto learned = learn_standing(asking, hits); !learned) return learned.error();
  v1::LookupAnswer answer;
  Names names(asking.book(), answer);
  for (int i = 0; i < lookup.request.values_size(); ++i) {
    auto& result = *answer.add_results();
    const auto& of_value = hits[static_cast<std::size_t>(i)];
    if (of_value.empty()) continue;
    const auto view = view_of(asking, of_value);
    if (!view) return view.error();
    const auto opaque = static_cast<std::uint32_t>(observable::Type::Opaque);
    tell(*view, lookup.request.values(i).type() != opaque, names, result);
  }
  return answer;
}

}  // namespace

std::vector<base::Result<v1::LookupAnswer>> look_up(store::Reading& reading,
                                                    const std::shared_ptr<const partners::Book>& book,
                                                    std::span<const Lookup> lookups, base::Instant now) {
  std::vector<base::Result<v1::LookupAnswer>> answers;
  answers.reserve(lookups.size());
  auto hits = exact_in_order(reading.index, keys_of(lookups));
  std::size_t first = 0;
  for (const auto& lookup : lookups) {
    if (!hits) {
      answers.emplace_back(hits.error());
      continue;
    }
    const auto count = static_cast<std::size_t>(lookup.request.values_size());
    Asking asking(reading, book, lookup.ceiling, now);
    answers.push_back(answer_one(asking, lookup, std::span(*hits).subspan(first, count)));
    first += count;
  }
  return answers;
}

}  // namespace tidings::query
