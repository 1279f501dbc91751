#include "core/sync/liveness.hpp"

#include <algorithm>

namespace tidings::sync {

void Liveness::awaiting(bool pieces) {
  if (pieces && !awaiting_) fed_ = now_;
  awaiting_ = pieces;
}

Liveness::Due Liveness::due(Duration now) {
  now_ = std::max(now_, now);
  if (!greeted_) {
    return {false, now_ >= began_ + options_.hello_deadline ? "no Hello came in time" : nullptr};
  }
  if (now_ >= heard_ + options_.dead_after) return {false, "the other side has been silent for too long"};
  if (awaiting_ && now_ >= fed_ + options_.deliver_deadline) return {false, "nothing came of what was wanted"};
  const bool ping = !pinged_ && now_ >= heard_ + options_.ping_after;
  pinged_ = pinged_ || ping;
  return {ping, nullptr};
}

Duration Liveness::next() const {
  if (!greeted_) return began_ + options_.hello_deadline;
  Duration at = heard_ + (pinged_ ? options_.dead_after : std::min(options_.ping_after, options_.dead_after));
  if (awaiting_) at = std::min(at, fed_ + options_.deliver_deadline);
  return at;
}

}  // namespace tidings::sync
