#include "daemon/telemetry/once_per.hpp"

namespace tidings::telemetry {

std::optional<std::uint64_t> OncePer::due(std::string_view key) {
  const auto now = clock_.monotonic();
  const std::string bounded(key.substr(0, 64));
  const auto found = said_.find(bounded);
  if (found == said_.end()) {
    if (said_.size() >= max_keys_ && !make_room(now)) return std::nullopt;
    said_.emplace(bounded, Said{now, 0});
    return 0;
  }
  auto& said = found->second;
  if (now - said.at < period_) {
    ++said.unsaid;
    return std::nullopt;
  }
  const auto unsaid = said.unsaid;
  said = Said{now, 0};
  return unsaid;
}

/// Walks the table at most a hundred times a period, so that a flood of new keys does not pay for it each time.
bool OncePer::make_room(base::Duration now) {
  if (swept_at_.count() >= 0 && now - swept_at_ < period_ / 100) return false;
  swept_at_ = now;
  return std::erase_if(said_, [&](const auto& entry) { return now - entry.second.at >= period_; }) > 0;
}

}  // namespace tidings::telemetry
