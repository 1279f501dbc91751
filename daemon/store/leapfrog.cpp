#include "daemon/store/leapfrog.hpp"

#include <algorithm>

#include "daemon/store/lists.hpp"

namespace tidings::store {
namespace {

constexpr std::size_t seek_costs = 4;         // rows: a descent in every tier
constexpr std::size_t most_at_once = 256;     // of a list, read ahead
constexpr std::size_t steps_before_more = 2;  // taken from what was read: then twice as much is read

/// The claim that both speak of; whole_bulletin leaves the other's word.
std::uint32_t narrower(std::uint32_t a, std::uint32_t b) { return std::min(a, b); }
bool exclude_each_other(std::uint32_t a, std::uint32_t b) {
  return a != b && a != whole_bulletin && b != whole_bulletin;
}

}  // namespace

base::Result<std::optional<Listed>> ListCursor::seek(IndexReader& index, Sequence at, Spending& spending) {
  const auto from = next_;
  while (next_ < ahead_.size() && ahead_[next_].sequence > at) ++next_;
  spending.spend(1 + (next_ - from) / seek_costs);
  if (next_ < ahead_.size()) return std::optional(ahead_[next_]);
  if (ended_) return std::optional<Listed>{};
  const bool near = ahead_.empty() || next_ - from <= steps_before_more;
  read_at_once_ = near ? std::min(read_at_once_ * 2, most_at_once) : std::max<std::size_t>(read_at_once_ / 2, 1);
  auto read = index.listed(key_, at, read_at_once_);
  if (!read) return read.error();
  spending.spend(seek_costs + read->size());
  ended_ = read->size() < read_at_once_;
  ahead_ = std::move(*read);
  next_ = 0;
  if (ahead_.empty()) return std::optional<Listed>{};
  return std::optional(ahead_.front());
}

AnyList::AnyList(const std::vector<std::string>& keys) : stand_(keys.size()) {
  lists_.reserve(keys.size());
  for (const auto& key : keys) lists_.emplace_back(key);
}

base::Result<std::optional<Listed>> AnyList::seek(IndexReader& index, Sequence at, Spending& spending) {
  std::optional<Listed> newest;
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    auto& stands = stand_[i];
    const bool is_behind = stands ? stands->sequence > at : !begun_;
    if (is_behind) {
      auto found = lists_[i].seek(index, at, spending);
      if (!found) return found.error();
      stands = *found;
    }
    if (!stands || (newest && stands->sequence < newest->sequence)) continue;
    const bool is_shared = newest && newest->sequence == stands->sequence && newest->claim != stands->claim;
    newest = stands;
    if (is_shared) newest->claim = whole_bulletin;
  }
  begun_ = true;
  return newest;
}

Leapfrog::Leapfrog(IndexReader& index, const std::vector<std::vector<std::string>>& groups, SequenceRange range)
    : index_(index), at_(range.last), first_(range.first) {
  if (groups.empty()) groups_.emplace_back(std::vector<std::string>{""});
  for (const auto& group : groups) groups_.emplace_back(group);
}

base::Result<Leapfrog::Step> Leapfrog::next(Spending& spending) {
  while (at_ >= first_ && at_.value > 0) {
    if (spending.is_over()) return Step{{}, false, at_};
    bool moved = false;
    auto found = agree(spending, moved);
    if (!found) return found.error();
    if (!*found && !moved) return Step{{}, true, {}};
    if (!*found) continue;
    at_.value = (*found)->sequence.value - 1;
    if ((*found)->sequence < first_) break;
    return Step{*found, false, {}};
  }
  return Step{{}, true, {}};
}

/// Asks each group for its newest at or below where the walk is. If all name the same bulletin, it is found; else the
/// walk moves down to the lowest. Neither: some group has nothing more.
base::Result<std::optional<Listed>> Leapfrog::agree(Spending& spending, bool& moved) {
  Listed common{at_, whole_bulletin};
  bool first = true;
  for (auto& group : groups_) {
    auto found = group.seek(index_, at_, spending);
    if (!found) return found.error();
    if (!*found) return std::optional<Listed>{};
    const auto [sequence, claim] = **found;
    if (sequence < at_) {
      at_ = sequence;
      if (!first) {
        moved = true;
        return std::optional<Listed>{};
      }
    }
    first = false;
    common.sequence = sequence;
    if (exclude_each_other(common.claim, claim)) {
      moved = true;
      at_.value -= 1;
      return std::optional<Listed>{};
    }
    common.claim = narrower(common.claim, claim);
  }
  return std::optional(common);
}

}  // namespace tidings::store
