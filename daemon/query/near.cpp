#include "daemon/query/near.hpp"

namespace tidings::query {
namespace {

std::vector<observable::Covering> asked_for(const observable::Observable& value, v1::Reach reach) {
  if (reach != v1::REACH_EXACT) return observable::coverings(value);
  std::vector<observable::Covering> exact{{value, observable::Match::Exact}};
  if (auto ipv4 = observable::mapped_ipv4(value)) exact.push_back({std::move(*ipv4), observable::Match::Exact});
  return exact;
}

}  // namespace

base::Result<Found> search_near(Asking& asking, Fitting& fitting, const observable::Observable& value, v1::Reach reach,
                                Sink& sink) {
  const auto covering = asked_for(value, reach);
  std::vector<std::string> keys;
  keys.reserve(covering.size());
  for (const auto& one : covering) keys.push_back(observable::index_key(one.observable.type, one.observable.value));
  const auto hits = asking.exact(keys);
  if (!hits) return hits.error();
  if (auto learned = learn_standing(asking, *hits); !learned) return learned.error();
  for (std::size_t i = 0; i < covering.size(); ++i) {
    const auto& [observable, match] = covering[i];
    if ((*hits)[i].empty() || !fitting.filter().fits_type(static_cast<std::uint32_t>(observable.type))) continue;
    const auto seen = see(asking, observable, (*hits)[i]);
    if (!seen) return seen.error();
    const auto fit = fitting.first_fit(*seen);
    if (!fit) return fit.error();
    if (!*fit) continue;
    if (auto taken = sink.take(observable, *seen, match); !taken) return taken.error();
  }
  return Found{};
}

}  // namespace tidings::query
