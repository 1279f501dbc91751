#include "daemon/telemetry/memory_log.hpp"

#include <algorithm>

namespace tidings::telemetry {

std::vector<std::string> MemoryLog::lines() const {
  const std::lock_guard hold(mutex_);
  return lines_;
}

std::size_t MemoryLog::count(Event event) const {
  const auto& declared = declaration(event);
  const auto start = std::string(name(declared.level)).append(" ").append(declared.name).append(":");
  const std::lock_guard hold(mutex_);
  return static_cast<std::size_t>(
      std::ranges::count_if(lines_, [&](const std::string& line) { return line.starts_with(start); }));
}

void MemoryLog::write_line(Level level, std::string_view line) {
  const std::lock_guard hold(mutex_);
  lines_.push_back(std::string(name(level)).append(" ").append(line));
}

}  // namespace tidings::telemetry
