#include "daemon/query/within.hpp"

#include <algorithm>
#include <iterator>

#include "daemon/query/by_key.hpp"
#include "daemon/query/judging.hpp"

namespace tidings::query {
namespace {

using Ranges = std::vector<observable::KeyRange>;

/// Passing by one after another costs less than a probe each.
constexpr std::size_t hits_a_row = 16;
constexpr std::size_t growth = 4;  // of what is read at once, while little of it fits

/// Ranges that hold a type asked for: names and wildcards share one.
Ranges wanted_ranges(Ranges ranges, const Filter& filter) {
  const auto types = ranges_of_types(filter);
  std::erase_if(ranges, [&](const observable::KeyRange& range) {
    return std::ranges::none_of(types,
                                [&](const auto& type) { return type.from <= range.from && range.from < type.to; });
  });
  return ranges;
}

base::Result<std::size_t> count_all(Asking& asking, const Ranges& ranges, std::size_t most) {
  std::size_t counted = 0;
  for (const auto& range : ranges) {
    const auto count = asking.index().count(range.from, range.to, most - counted);
    if (!count) return count;
    counted += *count;
  }
  asking.spending().spend(counted / hits_a_row);
  return counted;
}

base::Result<std::vector<store::Hit>> newest_of_all(Asking& asking, const Ranges& ranges, const Place& from,
                                                    std::size_t limit) {
  std::vector<store::Hit> all;
  for (const auto& range : ranges) {
    auto hits = asking.index().newest(range.from, range.to, {from.sequence, from.next_claim}, limit);
    if (!hits) return hits;
    std::move(hits->begin(), hits->end(), std::back_inserter(all));
  }
  std::ranges::sort(all, store::is_newer);
  if (all.size() > limit) all.resize(limit);
  return all;
}

/// Newest first, of ranges that hold `counted`.
base::Result<Found> search_sorted(Asking& asking, Judging judging, const Ranges& ranges, Place from,
                                  std::size_t counted, const Sink& sink) {
  for (auto limit = judging.together();; limit *= growth) {
    const auto hits = newest_of_all(asking, ranges, from, limit);
    if (!hits) return hits.error();
    asking.spending().spend(counted / hits_a_row);
    std::vector<Candidate> candidates;
    candidates.reserve(hits->size());
    for (const auto& hit : *hits) candidates.push_back({hit.sequence, hit.claim, hit.key, {}});
    const auto judged = judging.judge(candidates);
    if (!judged) return judged.error();
    const bool ended = hits->size() < limit;
    if (ended && *judged == candidates.size()) return Found{};
    if (*judged < candidates.size()) {
      from = {candidates[*judged].place, candidates[*judged].number};
    } else {
      from = {candidates.back().place, candidates.back().number + 1};
    }
    const bool must_pause = sink.is_full() || asking.spending().is_over();
    if (must_pause || *judged < candidates.size()) return Found{Page{Order::Sorted, from, {}, {}}, false};
  }
}

}  // namespace

base::Result<Found> search_within(Asking& asking, Fitting& fitting, const observable::Observable& outer,
                                  const std::optional<Page>& page, Sink& sink) {
  auto all = observable::ranges_within(outer);
  if (!all) return all.error();
  const auto ranges = wanted_ranges(std::move(*all), fitting.filter());
  const bool goes_on_sorted = page && page->order == Order::Sorted;
  if (!goes_on_sorted && (page || !sink.wants_newest_first())) {
    return search_by_key(asking, fitting, ranges, outer, page, sink);
  }
  // What was begun in one order ends in it, though more may have come meanwhile.
  const std::size_t most = goes_on_sorted ? 2 * max_sorted : max_sorted;
  const auto counted = count_all(asking, ranges, most + 1);
  if (!counted) return counted.error();
  if (*counted <= most) {
    const Judging judging(asking, fitting, sink, &outer);
    return search_sorted(asking, judging, ranges, page ? page->place : Place{}, *counted, sink);
  }
  if (goes_on_sorted)
    return base::fail(base::ErrorCode::Busy, "too much has come since the first page; ask from the start");
  return search_by_key(asking, fitting, ranges, outer, page, sink);
}

}  // namespace tidings::query
