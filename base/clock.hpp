#pragma once
/// Time as a value that is injected: pure parts are given `now`, services a Clock.
/// Lives on: any executor.
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::base {

using Duration = std::chrono::microseconds;

/// An instant in microseconds since 1970-01-01T00:00:00Z (no leap seconds). 0 means "none" where a field is optional.
struct Instant {
  std::uint64_t us{0};
  friend auto operator<=>(const Instant&, const Instant&) = default;
};
inline Instant operator+(Instant at, Duration by) { return {at.us + static_cast<std::uint64_t>(by.count())}; }
inline Instant operator-(Instant at, Duration by) { return {at.us - static_cast<std::uint64_t>(by.count())}; }
inline Duration operator-(Instant a, Instant b) {
  return Duration{static_cast<std::int64_t>(a.us) - static_cast<std::int64_t>(b.us)};
}

/// ISO 8601 in UTC: "2026-11-22T14:03:05Z", with ".000001" only if there are microseconds.
std::string to_text(Instant at);
/// Reads "2026-11-22", "2026-11-22T14:03", "2026-11-22T14:03:05(.ffffff)" with "Z", an offset or nothing (UTC).
std::optional<Instant> instant_from_text(std::string_view text);
/// Durations as people type them: "90s", "15m", "12h", "7d", "2w". Nothing else, and nothing above 100 years.
std::optional<Duration> duration_from_text(std::string_view text);
std::string to_text(Duration duration);  ///< the shortest exact of those forms: "7d", "36h"

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;         ///< wall clock
  virtual Duration monotonic() const = 0;  ///< never goes back; for deadlines
};

/// The machine's clocks.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
  Duration monotonic() const override;
};

/// A clock that stands until it is told.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  Duration monotonic() const override { return monotonic_; }
  void advance(Duration by) {
    now_ = now_ + by;
    monotonic_ += by;
  }
  void set(Instant to) { now_ = to; }

 private:
  Instant now_;
  Duration monotonic_{0};
};

}  // namespace tidings::base
