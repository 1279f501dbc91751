#include "daemon/query/judging.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "daemon/query/by_key.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t most_together = 256;
constexpr std::size_t least_together = 16;
constexpr std::size_t much_said = 256;  // statements: where the view of such a value is met is worth remembering
constexpr std::size_t no_probe = std::numeric_limits<std::size_t>::max();

}  // namespace

/// The keys, taken from the candidates, in the order of the index; each once, since what is said again and again is
/// looked up once.
struct Judging::Probes {
  std::vector<std::string> keys;
  std::vector<std::size_t> of_candidate;  ///< its place among the keys, or no_probe: it is met elsewhere
};

Judging::Probes Judging::probes_of(std::span<Candidate> candidates) const {
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return candidates[i].key; });
  Probes probes{{}, std::vector<std::size_t>(candidates.size(), no_probe)};
  probes.keys.reserve(candidates.size());
  for (const auto i : order) {
    if (is_met_elsewhere(candidates[i].key, candidates[i].place, candidates[i].number)) continue;
    if (probes.keys.empty() || probes.keys.back() != candidates[i].key)
      probes.keys.push_back(std::move(candidates[i].key));
    probes.of_candidate[i] = probes.keys.size() - 1;
  }
  return probes;
}

bool Judging::may_go_on() {
  if (!asking_.spending().is_over()) return true;
  if (met_.empty() || std::exchange(is_extended_, true)) return false;
  asking_.spending() = {page_spending};
  return true;
}

bool Judging::is_met_elsewhere(const std::string& key, store::Sequence place, std::uint32_t number) const {
  if (met_.empty()) return false;
  const auto met = met_.find(key);
  return met != met_.end() && (!met->second || *met->second != std::pair(place, number));
}

std::size_t Judging::together() const { return std::clamp(sink_.room(), least_together, most_together); }

base::Result<std::size_t> Judging::judge(std::span<Candidate> candidates) {
  std::size_t judged = 0;
  while (judged < candidates.size() && !sink_.is_full() && (judged == 0 || may_go_on())) {
    const auto count = judge_run(candidates.subspan(judged, std::min(together(), candidates.size() - judged)));
    if (!count) return count;
    judged += *count;
  }
  return judged;
}

/// Until the sink is full; how many.
base::Result<std::size_t> Judging::judge_run(std::span<Candidate> run) {
  const auto probes = probes_of(run);
  const auto hits = asking_.exact(probes.keys);
  if (!hits) return hits.error();
  if (auto learned = learn_standing(asking_, *hits); !learned) return learned.error();
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (sink_.is_full()) return i;
    const auto probe = probes.of_candidate[i];
    if (probe == no_probe) continue;
    if (auto judged = judge_one(run[i], probes.keys[probe], (*hits)[probe]); !judged) return judged.error();
  }
  return run.size();
}

base::Status Judging::judge_one(Candidate& candidate, const std::string& key, std::span<const store::Hit> hits) {
  if (is_met_elsewhere(key, candidate.place, candidate.number)) return {};
  const auto wanted = is_wanted(candidate, key, hits);
  if (!wanted) return wanted.error();
  if (!*wanted) return {};
  const auto seen = see(asking_, candidate.observable, hits);
  if (!seen) return seen.error();
  asking_.spending().spend(seen->places.size());
  const auto fit = fitting_.first_fit(*seen);
  if (!fit) return fit.error();
  std::optional<std::pair<store::Sequence, std::uint32_t>> met;
  if (*fit) met.emplace(seen->places[**fit], seen->view.statements[**fit].statement.claim);
  if (hits.size() >= much_said) met_.emplace(key, met);
  if (!met || *met != std::pair(candidate.place, candidate.number)) return {};
  const bool is_below = outer_ != nullptr && candidate.observable != *outer_;
  return sink_.take(candidate.observable, *seen, is_below ? observable::Match::Within : observable::Match::Exact);
}

/// A claim whose value is not canonical has no posting, so it is not found here even if it has another's key.
base::Result<bool> Judging::is_wanted(Candidate& candidate, std::string_view key, std::span<const store::Hit> hits) {
  const auto is_this = [&](const store::Hit& hit) {
    return hit.sequence == candidate.place && hit.claim == candidate.number;
  };
  if (std::ranges::none_of(hits, is_this)) return false;
  if (candidate.observable.type == observable::Type::None) {
    auto observable = value_at(asking_, key, hits);
    if (!observable) return observable.error();
    if (!*observable) return false;
    candidate.observable = std::move(**observable);
  }
  if (!fitting_.filter().fits_type(static_cast<std::uint32_t>(candidate.observable.type))) return false;
  return outer_ == nullptr || observable::is_within(candidate.observable, *outer_);
}

}  // namespace tidings::query
