#include "client/commands/times.hpp"

namespace tidings::commands {

std::optional<base::Instant> past_instant(std::string_view text) {
  if (const auto duration = base::duration_from_text(text)) return base::SystemClock().now() - *duration;
  return base::instant_from_text(text);
}

std::optional<base::Instant> future_instant(std::string_view text) {
  const base::Instant now = base::SystemClock().now();
  if (const auto duration = base::duration_from_text(text)) {
    if (*duration <= base::Duration::zero()) return std::nullopt;
    return now + *duration;
  }
  const auto at = base::instant_from_text(text);
  if (!at || *at <= now) return std::nullopt;
  return at;
}

}  // namespace tidings::commands
