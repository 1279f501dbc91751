#pragma once
/// A log that keeps its lines, "warning stranger_refused: …", for tests of whatever logs.
/// Lives on: any executor, also several at once.
#include <mutex>
#include <string>
#include <vector>

#include "daemon/telemetry/log.hpp"

namespace tidings::telemetry {

class MemoryLog final : public Log {
 public:
  MemoryLog() : Log(Level::Debug) {}
  std::vector<std::string> lines() const;
  std::size_t count(Event event) const;  ///< how often it was written

 private:
  void write_line(Level level, std::string_view line) override;
  mutable std::mutex mutex_;  // tests look while pools write
  std::vector<std::string> lines_;
};

}  // namespace tidings::telemetry
