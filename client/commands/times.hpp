#pragma once
/// Times as people type them: a duration from now, or an instant in UTC.
/// Lives on: any executor; reads the machine's clock.
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace tidings::commands {

std::optional<base::Instant> past_instant(std::string_view text);    ///< "7d": seven days ago; or an instant
std::optional<base::Instant> future_instant(std::string_view text);  ///< "30d": in thirty days; or an instant to come

}  // namespace tidings::commands
