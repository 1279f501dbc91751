#include "daemon/query/by_key.hpp"

#include <algorithm>

namespace tidings::query {
namespace {

constexpr std::size_t hits_at_once = 1'024;

class ByKey {
 public:
  ByKey(Asking& asking, Fitting& fitting, const std::optional<observable::Observable>& outer, Sink& sink)
      : asking_(asking), fitting_(fitting), outer_(outer), sink_(sink) {}

  /// Whether the range came to its end.
  base::Result<bool> run(const observable::KeyRange& range, std::string& last);

 private:
  base::Status judge_all(std::span<const store::Hit> hits, std::string& last);
  base::Status judge(std::span<const store::Hit> hits);
  bool must_pause() const { return sink_.is_full() || asking_.spending().is_over(); }

  Asking& asking_;
  Fitting& fitting_;
  const std::optional<observable::Observable>& outer_;
  Sink& sink_;
};

/// Above every hit of a key.
std::optional<store::Hit> after(const std::string& key) {
  if (key.empty()) return std::nullopt;
  return store::Hit{key, {INT64_MAX}, UINT32_MAX, {}};
}

base::Result<bool> ByKey::run(const observable::KeyRange& range, std::string& last) {
  while (!must_pause()) {
    auto hits = asking_.index().range(range.from, range.to, hits_at_once, after(last));
    if (!hits) return hits.error();
    asking_.spending().spend(hits->size());
    const bool ended = hits->size() < hits_at_once;
    if (!ended) {  // the last key may have more than was read
      const auto key = hits->back().key;
      std::erase_if(*hits, [&](const store::Hit& hit) { return hit.key == key; });
      if (hits->empty()) {
        auto whole = asking_.exact(std::span(&key, 1));
        if (!whole) return whole.error();
        *hits = std::move(whole->front());
        for (auto& hit : *hits) hit.key = key;
      }
    }
    const auto before = hits->empty() ? last : hits->back().key;
    if (auto judged = judge_all(*hits, last); !judged) return judged.error();
    if (ended && last == before) return true;
  }
  return false;
}

/// Each key's hits in order, until the sink is full; `last` is the last one judged.
base::Status ByKey::judge_all(std::span<const store::Hit> hits, std::string& last) {
  std::vector<store::Sequence> places;
  for (const auto& hit : hits) places.push_back(hit.sequence);
  if (auto learned = asking_.learn_standing(std::move(places)); !learned) return learned;
  while (!hits.empty() && !sink_.is_full()) {
    const auto& key = hits.front().key;
    const auto end = std::ranges::find_if(hits, [&](const store::Hit& hit) { return hit.key != key; });
    const auto count = static_cast<std::size_t>(end - hits.begin());
    if (auto judged = judge(hits.first(count)); !judged) return judged;
    last = key;
    hits = hits.subspan(count);
  }
  return {};
}

base::Status ByKey::judge(std::span<const store::Hit> hits) {
  const auto observable = value_at(asking_, hits.front().key, hits);
  if (!observable) return observable.error();
  if (!*observable || !fitting_.filter().fits_type(static_cast<std::uint32_t>((*observable)->type))) return {};
  if (outer_ && !observable::is_within(**observable, *outer_)) return {};
  const auto seen = see(asking_, **observable, hits);
  if (!seen) return seen.error();
  asking_.spending().spend(seen->places.size());
  const auto fit = fitting_.first_fit(*seen);
  if (!fit) return fit.error();
  if (!*fit) return {};
  return sink_.take(**observable, *seen, outer_ ? observable::Match::Within : observable::Match::Exact);
}

}  // namespace

std::vector<observable::KeyRange> ranges_of_types(const Filter& filter) {
  const auto range = [](std::uint32_t first, std::uint32_t end) {
    observable::KeyRange made;
    base::append_be16(made.from, static_cast<std::uint16_t>(first));
    base::append_be16(made.to, static_cast<std::uint16_t>(end));
    return made;
  };
  if (filter.types().empty()) return {range(0, observable::first_reserved_type)};
  std::vector<std::uint32_t> filed;
  for (const auto type : filter.types()) {
    // Wildcards are filed under domains; any key tells under which number a type is.
    const auto key = observable::index_key(static_cast<observable::Type>(type), {});
    filed.push_back(static_cast<std::uint32_t>(base::read_be(key, 0, 2)));
  }
  std::ranges::sort(filed);
  const auto repeats = std::ranges::unique(filed);
  filed.erase(repeats.begin(), repeats.end());
  std::vector<observable::KeyRange> ranges;
  for (const auto type : filed) ranges.push_back(range(type, type + 1));
  return ranges;
}

base::Result<std::optional<observable::Observable>> value_at(Asking& asking, std::string_view key,
                                                             std::span<const store::Hit> hits) {
  auto plain = observable::observable_at(key);
  if (plain) return plain;
  for (const auto& hit : hits) {
    if (asking.standing(hit.sequence) == nullptr) continue;
    const auto claim = asking.claim(hit.sequence, hit.claim);
    if (!claim && claim.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!claim) return claim.error();
    const auto type = observable::type_from_number((*claim)->type());
    if (type) return std::optional(observable::Observable{*type, (*claim)->value()});
  }
  return std::optional<observable::Observable>{};
}

base::Result<Found> search_by_key(Asking& asking, Fitting& fitting, const std::vector<observable::KeyRange>& ranges,
                                  const std::optional<observable::Observable>& outer, const std::optional<Page>& page,
                                  Sink& sink) {
  std::string last = page ? page->key : std::string();
  ByKey walk(asking, fitting, outer, sink);
  for (const auto& range : ranges) {
    if (!last.empty() && range.to <= last) continue;
    const auto ended = walk.run(range, last);
    if (!ended) return ended.error();
    if (!*ended) return Found{Page{Order::ByKey, {}, last, {}}, true};
  }
  return Found{{}, true};
}

}  // namespace tidings::query
