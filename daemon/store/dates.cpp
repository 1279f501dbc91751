#include "daemon/store/dates.hpp"

namespace tidings::store {

base::Result<std::optional<Entry>> last_added_by(Instant at, Sequence last, const EntryAt& at_or_before) {
  std::optional<Entry> best;
  std::uint64_t low = 0, high = last.value;  // up to `low` all is judged, behind `high` all is later
  while (low < high) {
    const auto middle = low + (high - low + 1) / 2;
    const auto found = at_or_before({middle});
    if (!found) return found.error();
    if (*found && (*found)->added_at > at && (*found)->sequence.value > low) {
      high = (*found)->sequence.value - 1;
      continue;
    }
    if (*found && (*found)->added_at <= at) best = **found;
    low = middle;
  }
  return best;
}

}  // namespace tidings::store
