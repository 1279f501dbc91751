#include "daemon/query/within.hpp"

#include <algorithm>

#include "daemon/query/by_key.hpp"

namespace tidings::query {
namespace {

/// Reading one after another costs less than a probe each.
constexpr std::size_t hits_a_row = 8;

class Sorted {
 public:
  Sorted(Asking& asking, Fitting& fitting, const observable::Observable& outer, Sink& sink,
         std::vector<store::Hit> hits)
      : asking_(asking), fitting_(fitting), outer_(outer), sink_(sink), hits_(std::move(hits)) {
    for (std::size_t i = 0; i < hits_.size(); ++i) {
      if (i == 0 || hits_[i].key != hits_[i - 1].key) groups_.push_back({i, i, {}});
      groups_.back().end = i + 1;
      order_.push_back({i, groups_.size() - 1});
    }
  }
  base::Result<Found> run(const Place& start);

 private:
  struct Group {
    std::size_t begin{0}, end{0};
    std::optional<bool> is_wanted;  ///< by its value: unknown until the first of its hits is met
    observable::Observable observable{};
  };
  struct Ordered {
    std::size_t hit{0}, group{0};
  };
  base::Status judge(const store::Hit& hit, Group& group);
  base::Status learn(Group& group);
  std::span<const store::Hit> hits_of(const Group& group) const {
    return std::span(hits_).subspan(group.begin, group.end - group.begin);
  }

  Asking& asking_;
  Fitting& fitting_;
  const observable::Observable& outer_;
  Sink& sink_;
  std::vector<store::Hit> hits_;
  std::vector<Group> groups_;
  std::vector<Ordered> order_;
};

base::Result<Found> Sorted::run(const Place& start) {
  std::ranges::sort(order_, [&](const Ordered& a, const Ordered& b) {
    const auto &x = hits_[a.hit], &y = hits_[b.hit];
    return x.sequence != y.sequence ? x.sequence > y.sequence : x.claim < y.claim;
  });
  bool judged_some = false;
  for (const auto& [number, group] : order_) {
    const auto& hit = hits_[number];
    if (hit.sequence > start.sequence || (hit.sequence == start.sequence && hit.claim < start.next_claim)) continue;
    if (sink_.is_full() || (judged_some && asking_.spending().is_over())) {
      return Found{Page{Order::Sorted, {hit.sequence, hit.claim}, {}}, false};
    }
    if (auto judged = judge(hit, groups_[group]); !judged) return judged.error();
    judged_some = true;
  }
  return Found{};
}

base::Status Sorted::learn(Group& group) {
  std::vector<store::Sequence> places;
  for (const auto& hit : hits_of(group)) places.push_back(hit.sequence);
  if (auto learned = asking_.learn_standing(std::move(places)); !learned) return learned;
  auto observable = observable_of(asking_, hits_of(group));
  if (!observable) return observable.error();
  group.is_wanted = *observable && fitting_.filter().fits_type(static_cast<std::uint32_t>((*observable)->type)) &&
                    observable::is_within(**observable, outer_);
  if (*group.is_wanted) group.observable = std::move(**observable);
  return {};
}

/// As everywhere, an indicator is met at the newest of its statements that fits.
base::Status Sorted::judge(const store::Hit& hit, Group& group) {
  if (!group.is_wanted) {
    if (auto learned = learn(group); !learned) return learned;
  }
  if (!*group.is_wanted) return {};
  v1::Value value;
  value.set_type(static_cast<std::uint32_t>(group.observable.type));
  value.set_value(group.observable.value);
  const auto seen = see(asking_, value, hits_of(group));
  if (!seen) return seen.error();
  asking_.spending().spend(seen->places.size());
  const auto fit = fitting_.first_fit(*seen);
  if (!fit) return fit.error();
  if (!*fit || seen->places[**fit] != hit.sequence) return {};
  if (seen->view.statements[**fit].statement.claim != hit.claim) return {};
  const auto match = group.observable == outer_ ? observable::Match::Exact : observable::Match::Within;
  return sink_.take(value, *seen, match);
}

/// Ranges that hold a type asked for: names and wildcards share one.
std::vector<observable::KeyRange> wanted_ranges(std::vector<observable::KeyRange> ranges, const Filter& filter) {
  const auto types = ranges_of_types(filter);
  std::erase_if(ranges, [&](const observable::KeyRange& range) {
    return std::ranges::none_of(types,
                                [&](const auto& type) { return type.from <= range.from && range.from < type.to; });
  });
  return ranges;
}

/// All hits, unless there are more than `most`.
base::Result<std::optional<std::vector<store::Hit>>> read_all(Asking& asking,
                                                              const std::vector<observable::KeyRange>& ranges,
                                                              std::size_t most) {
  std::vector<store::Hit> all;
  for (const auto& range : ranges) {
    auto hits = asking.index().range(range.from, range.to, most + 1 - all.size(), std::nullopt);
    if (!hits) return hits.error();
    all.insert(all.end(), std::make_move_iterator(hits->begin()), std::make_move_iterator(hits->end()));
    if (all.size() > most) return std::optional<std::vector<store::Hit>>{};
  }
  asking.spending().spend(all.size() / hits_a_row);
  return std::optional(std::move(all));
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
  auto hits = read_all(asking, ranges, goes_on_sorted ? 2 * max_sorted : max_sorted);
  if (!hits) return hits.error();
  if (*hits) return Sorted(asking, fitting, outer, sink, std::move(**hits)).run(page ? page->place : Place{});
  if (goes_on_sorted)
    return base::fail(base::ErrorCode::Busy, "too much has come since the first page; ask from the start");
  return search_by_key(asking, fitting, ranges, outer, page, sink);
}

}  // namespace tidings::query
