#include "daemon/store/overlay.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <tuple>

#include "daemon/store/lists.hpp"

namespace tidings::store {
namespace {

bool is_before(const Hit& a, const Hit& b) {
  return std::tie(a.key, a.sequence, a.claim) < std::tie(b.key, b.sequence, b.claim);
}

void sort_unique(std::vector<Sequence>& sequences) {
  std::sort(sequences.begin(), sequences.end());
  sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
}

}  // namespace

base::Status Overlay::begin() {
  if (begun_) return {};
  auto runs = pending_.snapshot();
  if (auto done = written_->begin(); !done) {
    written_->end();
    return done;
  }
  begun_ = true;
  const auto cursor = written_->indexed_to();
  if (!cursor) {
    end();
    return cursor.error();
  }
  cursor_ = *cursor;
  std::erase_if(runs, [&](const auto& run) { return run->bulletins().back()->row.sequence <= cursor_; });
  runs_ = std::move(runs);
  return {};
}

void Overlay::end() {
  if (begun_) written_->end();
  begun_ = false;
  runs_.clear();
}

base::Result<Sequence> Overlay::indexed_to() {
  if (auto begun = begin(); !begun) return begun.error();
  return cursor_;
}

base::Result<IndexReader::Reach> Overlay::reach() {
  if (auto begun = begin(); !begun) return begun.error();
  return Reach{cursor_, pending_.starts_after()};
}

base::Result<std::vector<std::vector<Hit>>> Overlay::exact(std::span<const std::string> keys) {
  if (auto begun = begin(); !begun) return begun.error();
  auto hits = written_->exact(keys);
  if (!hits || runs_.empty()) return hits;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::size_t written = hits->at(i).size();
    for (const auto& run : runs_) run->exact(keys[i], cursor_, hits->at(i));
    auto& of_key = hits->at(i);
    if (of_key.size() > written) std::sort(of_key.begin(), of_key.end(), is_before);
    if (of_key.size() > max_hits_a_key) of_key.erase(of_key.begin(), of_key.end() - max_hits_a_key);
  }
  return hits;
}

base::Result<std::vector<Hit>> Overlay::range(std::string_view from, std::string_view to, std::size_t limit,
                                              const std::optional<Hit>& after) {
  if (auto begun = begin(); !begun) return begun.error();
  auto hits = written_->range(from, to, limit, after);
  if (!hits || runs_.empty()) return hits;
  for (const auto& run : runs_) run->range(from, to, limit, after ? &*after : nullptr, cursor_, *hits);
  std::sort(hits->begin(), hits->end(), is_before);
  if (hits->size() > limit) hits->resize(limit);
  return hits;
}

base::Result<std::size_t> Overlay::count(std::string_view from, std::string_view to, std::size_t most) {
  if (auto begun = begin(); !begun) return begun.error();
  auto counted = written_->count(from, to, most);
  if (!counted) return counted;
  for (const auto& run : runs_) {
    if (*counted < most) *counted += run->count(from, to, most - *counted, cursor_);
  }
  return counted;
}

base::Result<std::vector<Hit>> Overlay::newest(std::string_view from, std::string_view to, const Listed& at,
                                               std::size_t limit) {
  if (auto begun = begin(); !begun) return begun.error();
  std::vector<Hit> hits;  // all that is pending is newer than all that is written
  for (const auto& run : runs_) run->newest(from, to, at, limit, cursor_, hits);
  std::sort(hits.begin(), hits.end(), is_newer);
  if (hits.size() >= limit) {
    hits.resize(limit);
    return hits;
  }
  auto written = written_->newest(from, to, at, limit - hits.size());
  if (!written) return written;
  std::move(written->begin(), written->end(), std::back_inserter(hits));
  return hits;
}

base::Result<std::vector<Listed>> Overlay::listed(std::string_view key, Sequence from, std::size_t limit) {
  if (auto begun = begin(); !begun) return begun.error();
  std::vector<Listed> found;  // all that is pending is newer than all that is written
  if (key.empty()) {
    all_pending(from, limit, found);
  } else {
    for (const auto& run : runs_) run->listed(key, from, cursor_, limit, found);
    std::sort(found.begin(), found.end(), [](const Listed& a, const Listed& b) { return a.sequence > b.sequence; });
    if (found.size() > limit) found.resize(limit);
  }
  if (found.size() == limit) return found;
  auto written = written_->listed(key, std::min(from, cursor_), limit - found.size());
  if (!written) return written;
  found.insert(found.end(), written->begin(), written->end());
  return found;
}

void Overlay::all_pending(Sequence from, std::size_t limit, std::vector<Listed>& into) const {
  for (const auto& run : runs_ | std::views::reverse) {
    for (const auto& bulletin : run->bulletins() | std::views::reverse) {
      if (into.size() == limit || !is_pending(*bulletin)) return;
      if (bulletin->row.sequence <= from) into.push_back({bulletin->row.sequence, whole_bulletin});
    }
  }
}

base::Result<std::vector<std::string>> Overlay::keys(std::string_view from, std::string_view to, std::size_t limit) {
  if (auto begun = begin(); !begun) return begun.error();
  auto found = written_->keys(from, to, limit);
  if (!found || runs_.empty()) return found;
  for (const auto& run : runs_) run->keys(from, to, limit, *found);
  std::sort(found->begin(), found->end());
  found->erase(std::unique(found->begin(), found->end()), found->end());
  if (found->size() > limit) found->resize(limit);
  return found;
}

base::Result<SequenceRange> Overlay::received(Instant since, Instant until) {
  if (auto begun = begin(); !begun) return begun.error();
  auto range = written_->received(since, until);
  if (!range) return range;
  for (const auto& run : runs_) {
    for (const auto& bulletin : run->bulletins()) {
      const auto& row = bulletin->row;
      if (!is_pending(*bulletin) || row.received_at < since || row.received_at > until) continue;
      if (range->first > range->last) range->first = range->last = row.sequence;  // nothing written is of that time
      range->first = std::min(range->first, row.sequence);
      range->last = std::max(range->last, row.sequence);
    }
  }
  return range;
}

base::Result<std::vector<Sequence>> Overlay::of_publication(const PublicationId& publication) {
  if (auto begun = begin(); !begun) return begun.error();
  auto found = written_->of_publication(publication);
  if (!found) return found;
  for (const auto& run : runs_) {
    run->of_publication(publication, [&](const NewBulletin& one) { found->push_back(one.row.sequence); });
  }
  sort_unique(*found);
  return found;
}

base::Result<std::vector<PublicationId>> Overlay::publications(const PublicationId& low, const PublicationId& high,
                                                               std::size_t limit) {
  if (auto begun = begin(); !begun) return begun.error();
  auto found = written_->publications(low, high, limit);
  if (!found) return found;
  for (const auto& run : runs_) {
    for (const auto& bulletin : run->bulletins()) {
      const auto& id = bulletin->row.publication;
      if (low <= id && id <= high) found->push_back(id);
    }
  }
  std::sort(found->begin(), found->end());
  found->erase(std::unique(found->begin(), found->end()), found->end());
  if (found->size() > limit) found->resize(limit);
  return found;
}

base::Result<std::vector<Sequence>> Overlay::referring_to(const BulletinId& target, std::size_t limit) {
  if (auto begun = begin(); !begun) return begun.error();
  auto found = written_->referring_to(target, limit);
  if (!found) return found;
  for (const auto& run : runs_) {
    run->referring_to(target,
                      [&](const NewBulletin& one, const v1::Target& /*what*/) { found->push_back(one.row.sequence); });
  }
  sort_unique(*found);
  std::ranges::reverse(*found);
  found->resize(std::min(found->size(), limit));
  return found;
}

const NewBulletin* Overlay::find_pending(Sequence sequence) const {
  if (sequence <= cursor_) return nullptr;
  for (const auto& run : runs_) {
    if (const auto* found = run->find(sequence)) return found;
  }
  return nullptr;
}

base::Result<std::vector<std::optional<Standing>>> Overlay::standing(std::span<const Sequence> sequences) {
  if (auto begun = begin(); !begun) return begun.error();
  auto found = written_->standing(sequences);
  if (!found || runs_.empty()) return found;
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    auto& one = found->at(i);
    if (!one) {
      const auto* bulletin = find_pending(sequences[i]);
      if (bulletin == nullptr) continue;
      auto judged = written_->judge(bulletin->row);
      if (!judged) return judged.error();
      one = std::move(*judged);
    }
    apply_pending(*one);
  }
  return found;
}

base::Result<Standing> Overlay::judge(const BulletinRow& row) {
  if (auto begun = begin(); !begun) return begun.error();
  auto judged = written_->judge(row);
  if (judged) apply_pending(*judged);
  return judged;
}

void Overlay::apply_pending(Standing& standing) const {
  const auto& row = standing.row;
  auto& claims = standing.withdrawn_claims;
  const std::size_t written = claims.size();
  for (const auto& run : runs_) {
    run->of_publication(row.publication, [&](const NewBulletin& one) {
      if (one.row.origin == row.origin && one.row.revision > row.revision) standing.superseded = true;
    });
    if (row.kind == v1::KIND_WITHDRAWAL) continue;
    run->referring_to(row.id, [&](const NewBulletin& one, const v1::Target& what) {
      if (one.row.kind != v1::KIND_WITHDRAWAL || one.row.origin != row.origin) return;
      if (what.claims().empty()) standing.withdrawn = true;
      claims.insert(claims.end(), what.claims().begin(), what.claims().end());
    });
  }
  if (claims.size() == written) return;
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  std::erase_if(claims, [&](std::uint32_t number) { return number >= row.claims; });
}

base::Result<IndexReader::Totals> Overlay::totals(v1::Tlp up_to) {
  if (auto begun = begin(); !begun) return begun.error();
  auto totals = written_->totals(up_to);
  if (!totals) return totals;
  for (const auto& run : runs_) {
    for (const auto& bulletin : run->bulletins()) {
      if (!is_pending(*bulletin) || bulletin->row.tlp > up_to) continue;
      ++totals->bulletins;
      totals->claims += bulletin->row.claims;
    }
  }
  return totals;
}

}  // namespace tidings::store
