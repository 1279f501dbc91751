#pragma once
/// When a feed is run next: every so often, a tenth of that earlier or later, so that feeds of one interval and nodes
/// of one config do not ask at once; after a failure sooner, then later each time, and not before its server asked.
/// Lives on: any executor (pure).
#include "base/clock.hpp"

namespace tidings::feeding {

/// `chance`: 0 to 1.
base::Duration next_after_success(base::Duration every, double chance);
/// `failures`: in a row, this one counted.
base::Duration next_after_failure(base::Duration every, std::uint32_t failures, base::Duration asked_for);

}  // namespace tidings::feeding
