#include "daemon/feeding/schedule.hpp"

#include <algorithm>
#include <chrono>

namespace tidings::feeding {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration first_pause{30s}, longest_pause{6h};

}  // namespace

base::Duration next_after_success(base::Duration every, double chance) {
  const auto tenth = std::chrono::duration<double, std::micro>(every) / 10;
  return every + std::chrono::duration_cast<base::Duration>(tenth * (2 * chance - 1));
}

base::Duration next_after_failure(base::Duration every, std::uint32_t failures, base::Duration asked_for) {
  // What comes rarely is tried again well before its next time; what comes often, no later than that by much.
  auto pause = std::min(first_pause, every);
  for (std::uint32_t i = 1; i < failures && pause < longest_pause; ++i) pause *= 2;
  pause = std::min(pause, std::max(longest_pause, every));
  return std::max(pause, asked_for);
}

}  // namespace tidings::feeding
