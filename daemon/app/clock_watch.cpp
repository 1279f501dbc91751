#include "daemon/app/clock_watch.hpp"

#include <algorithm>
#include <utility>

namespace tidings::app {

ClockWatch::ClockWatch(const base::Clock& clock, std::optional<base::Instant> mark)
    : clock_(clock), wall_(clock.now()), monotonic_(clock.monotonic()) {
  if (!mark || wall_ - *mark <= away) return;
  leapt_while_away_ = wall_ - *mark;
  trusted_from_ = monotonic_ + wait;
}

std::optional<base::Duration> ClockWatch::look() {
  if (leapt_while_away_) return std::exchange(leapt_while_away_, std::nullopt);
  const auto wall = clock_.now();
  const auto monotonic = clock_.monotonic();
  const auto gained = (wall - wall_) - (monotonic - monotonic_);
  if (gained > base::Duration{0} && gained <= unseen) return std::nullopt;  // small ones add up from the same moment
  if (gained == base::Duration{0}) return std::nullopt;
  wall_ = wall;
  monotonic_ = monotonic;
  if (gained < base::Duration{0}) return std::nullopt;
  trusted_from_ = monotonic + wait;
  return gained;
}

base::Duration ClockWatch::waits() const { return until_even_for(wait); }

base::Duration ClockWatch::unsettled() const { return until_even_for(settle); }

base::Duration ClockWatch::until_even_for(base::Duration time) const {
  if (!trusted_from_) return base::Duration{0};
  const auto left = std::max(base::Duration{0}, *trusted_from_ - wait + time - clock_.monotonic());
  return std::chrono::ceil<std::chrono::seconds>(left);
}

}  // namespace tidings::app
