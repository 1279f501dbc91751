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
constexpr std::size_t hits_at_once = 1'024;
/// Postings that are passed over to learn how many of them the asker may see.
constexpr std::size_t max_looked_through = 4 * max_sorted;
/// What was begun in one order ends in it, though more may have come meanwhile: some hundred milliseconds a page.
constexpr std::size_t max_gone_on = 16 * max_sorted;

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

/// At most `most`, of the first max_looked_through.
base::Result<std::size_t> count_visible(Asking& asking, const Ranges& ranges, std::size_t most) {
  const auto spending = asking.spending();
  std::size_t visible = 0;
  std::size_t looked_through = 0;
  for (const auto& range : ranges) {
    std::optional<store::Hit> after;
    while (visible < most && looked_through < max_looked_through) {
      const auto hits = asking.index().range(range.from, range.to, hits_at_once, after);
      if (!hits) return hits.error();
      if (auto learned = learn_standing(asking, std::span(&*hits, 1)); !learned) return learned.error();
      visible += static_cast<std::size_t>(std::ranges::count_if(
          *hits, [&](const store::Hit& hit) { return asking.standing(hit.sequence) != nullptr; }));
      looked_through += hits->size();
      if (hits->size() < hits_at_once) break;
      after = hits->back();
    }
  }
  asking.spending() = spending;
  asking.spending().spend(looked_through / hits_a_row);
  return std::min(visible, most);
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
    if (auto learned = learn_standing(asking, std::span(&*hits, 1)); !learned) return learned.error();
    for (const auto& hit : *hits) {
      if (asking.standing(hit.sequence) != nullptr) candidates.push_back({hit.sequence, hit.claim, hit.key, {}});
    }
    const auto judged = judging.judge(candidates);
    if (!judged) return judged.error();
    const bool ended = hits->size() < limit;
    if (ended && *judged == candidates.size()) return Found{};
    if (*judged < candidates.size()) {
      from = {candidates[*judged].place, candidates[*judged].number};
    } else {
      from = {hits->back().sequence, hits->back().claim + 1};
    }
    const bool must_pause = sink.is_full() || asking.spending().is_over();
    if (must_pause || *judged < candidates.size()) return Found{Page{Order::Sorted, from, {}, {}}, false};
  }
}

/// How a first page is answered.
enum class Way : std::uint8_t { Sorted, ByKey, ByKeyUntold };

/// Neither the order nor what is told of it may depend on what is above the asker's ceiling. Where there is too much of
/// that to be passed over, the order is that of the keys, and not told.
base::Result<Way> way_of(Asking& asking, const Ranges& ranges, std::size_t counted) {
  if (counted <= max_sorted) return Way::Sorted;
  if (asking.sees_everything()) return Way::ByKey;
  const auto visible = count_visible(asking, ranges, max_sorted + 1);
  if (!visible) return visible.error();
  if (*visible > max_sorted) return Way::ByKey;
  return counted <= max_looked_through ? Way::Sorted : Way::ByKeyUntold;
}

}  // namespace

base::Result<Found> search_within(Asking& asking, Fitting& fitting, const observable::Observable& outer,
                                  const std::optional<Page>& page, Sink& sink) {
  auto all = observable::ranges_within(outer);
  if (!all) return all.error();
  const auto ranges = wanted_ranges(std::move(*all), fitting.filter());
  if (page ? page->order == Order::ByKey : !sink.wants_newest_first()) {
    auto found = search_by_key(asking, fitting, ranges, outer, page, sink);
    if (found && !asking.sees_everything()) found->by_key = false;  // the first page has told it, if it may be
    return found;
  }
  const auto counted = count_all(asking, ranges, (page ? max_gone_on : max_looked_through) + 1);
  if (!counted) return counted.error();
  if (page && *counted > max_gone_on)
    return base::fail(base::ErrorCode::Busy, "too much has come since the first page; ask from the start");
  const auto way = page ? Way::Sorted : way_of(asking, ranges, *counted);
  if (!way) return way.error();
  if (*way == Way::Sorted) {
    const Judging judging(asking, fitting, sink, &outer);
    return search_sorted(asking, judging, ranges, page ? page->place : Place{}, *counted, sink);
  }
  auto found = search_by_key(asking, fitting, ranges, outer, page, sink);
  if (found) found->by_key = *way == Way::ByKey;
  return found;
}

}  // namespace tidings::query
