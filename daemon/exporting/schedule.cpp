#include "daemon/exporting/schedule.hpp"

#include <algorithm>
#include <chrono>

namespace tidings::exporting {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration settling{3s}, first_pause{10s}, longest_pause{10min};
constexpr int rest_factor = 4;  ///< a run of a second is followed by four without one

}  // namespace

/// From the first of several on, so that what arrives without end does not put it off for ever.
void Schedule::ring(base::Duration now) {
  if (running_) {
    rung_ = true;
    return;
  }
  next_ = std::min(next_, std::max(now + settling, earliest_));
}

void Schedule::begin(base::Duration now) {
  running_ = true;
  rung_ = false;
  began_ = now;
}

void Schedule::done(base::Duration now) {
  running_ = false;
  pause_ = {};
  earliest_ = now + rest_factor * (now - began_);
  next_ = std::max(now + every_, earliest_);
  if (rung_) ring(now);
}

void Schedule::failed(base::Duration now) {
  running_ = false;
  pause_ = std::clamp(2 * pause_, first_pause, longest_pause);
  earliest_ = now + pause_;
  next_ = earliest_;
}

}  // namespace tidings::exporting
