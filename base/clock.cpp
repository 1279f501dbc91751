#include "base/clock.hpp"

#include <array>
#include <cstdio>

namespace tidings::base {
namespace {

constexpr std::int64_t us_per_second = 1'000'000;

/// Reads exactly `width` digits and moves on; nothing if there are not so many.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  std::int64_t us = 0;
  std::int64_t unit = us_per_second / 10;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits, unit /= 10) {
    us += unit * (text.front() - '0');
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  return us;
}

std::optional<std::int64_t> take_offset_seconds(std::string_view& text) {
  if (text.empty() || take(text, 'Z') || take(text, 'z')) return 0;
  const bool east = text.front() == '+';
  if (!east && text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::int64_t seconds = *hours * 3600 + *minutes * 60;
  return east ? seconds : -seconds;
}

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array<Unit, 5> units{{{'w', 604800}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}};

}  // namespace

std::string to_text(Instant at) {
  namespace ch = std::chrono;
  const auto point = ch::sys_time<ch::microseconds>(ch::microseconds(static_cast<std::int64_t>(at.us)));
  const auto day = ch::floor<ch::days>(point);
  const ch::year_month_day date(day);
  const ch::hh_mm_ss time(point - day);
  std::array<char, 48> buffer{};
  int size = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                           static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                           static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                           static_cast<int>(time.seconds().count()));
  std::string text(buffer.data(), static_cast<std::size_t>(size));
  if (const auto us = time.subseconds().count(); us != 0) {
    size = std::snprintf(buffer.data(), buffer.size(), ".%06d", static_cast<int>(us));
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text + "Z";
}

std::optional<Instant> instant_from_text(std::string_view text) {
  namespace ch = std::chrono;
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const ch::year_month_day date{ch::year{*year}, ch::month{static_cast<unsigned>(*month)},
                                ch::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *year < 1970) return std::nullopt;
  std::int64_t seconds = ch::sys_days(date).time_since_epoch().count() * std::int64_t{86400};
  std::int64_t us = 0;
  if (take(text, 'T') || take(text, ' ')) {
    const auto hour = take_digits(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    int second = 0;
    if (take(text, ':')) {
      const auto given = take_digits(text, 2);
      if (!given || *given > 60) return std::nullopt;
      second = *given;
      const auto fraction = take_fraction(text);
      if (!fraction) return std::nullopt;
      us = *fraction;
    }
    seconds += *hour * 3600 + *minute * 60 + second;
  }
  const auto offset = take_offset_seconds(text);
  if (!offset || !text.empty()) return std::nullopt;
  seconds -= *offset;
  if (seconds < 0) return std::nullopt;
  return Instant{static_cast<std::uint64_t>(seconds * us_per_second + us)};
}

std::optional<Duration> duration_from_text(std::string_view text) {
  if (text.size() < 2 || text.size() > 11) return std::nullopt;
  std::int64_t count = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    count = count * 10 + (c - '0');
  }
  for (const auto& unit : units) {
    if (text.back() != unit.letter) continue;
    constexpr std::int64_t max_seconds = std::int64_t{100} * 366 * 86400;
    if (count > max_seconds / unit.seconds) return std::nullopt;
    return Duration{count * unit.seconds * us_per_second};
  }
  return std::nullopt;
}

std::string to_text(Duration duration) {
  const std::int64_t seconds = duration.count() / us_per_second;
  for (const auto& unit : units) {
    if (unit.letter == 'w') continue;  // people read 14d more easily than 2w
    if (seconds != 0 && seconds % unit.seconds == 0) return std::to_string(seconds / unit.seconds) + unit.letter;
  }
  return std::to_string(seconds) + "s";
}

Instant SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {static_cast<std::uint64_t>(std::chrono::duration_cast<Duration>(since).count())};
}

Duration SystemClock::monotonic() const {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace tidings::base
