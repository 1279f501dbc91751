#include "base/clock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tidings::base {
namespace {

constexpr std::uint64_t second = 1'000'000;

TEST(Instant, is_written_in_utc_with_microseconds_only_where_there_are_some) {
  EXPECT_EQ(to_text(Instant{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(Instant{1'795'000'000 * second}), "2026-11-18T11:06:40Z");
  EXPECT_EQ(to_text(Instant{1'795'000'000 * second + 1}), "2026-11-18T11:06:40.000001Z");
  EXPECT_EQ(to_text(Instant{951'782'400 * second}), "2000-02-29T00:00:00Z");
}

RC_GTEST_PROP(Instant, comes_back_from_its_text, ()) {
  const Instant at{*rc::gen::inRange<std::uint64_t>(0, 253'402'300'800 * second)};
  RC_ASSERT(instant_from_text(to_text(at)) == at);
}

TEST(Instant, is_read_in_the_forms_that_people_type) {
  const Instant noon{1'795'003'200 * second};
  for (const char* text :
       {"2026-11-18T12:00", "2026-11-18T12:00:00", "2026-11-18T12:00:00Z", "2026-11-18 12:00:00.000Z",
        "2026-11-18T20:00:00+08:00", "2026-11-18T20:00+0800", "2026-11-18T06:30-05:30"}) {
    EXPECT_EQ(instant_from_text(text), noon) << text;
  }
  EXPECT_EQ(instant_from_text("2026-11-18"), Instant{1'794'960'000 * second});
  EXPECT_EQ(instant_from_text("1970-01-01T00:00:00.5Z"), Instant{second / 2});
}

TEST(Instant, what_is_no_instant_gives_nothing) {
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-29", "2026-11-18T", "2026-11-18T24:00", "2026-11-18T12:60",
        "2026-11-18T12:00:61", "2026-11-18T12:00:00.", "2026-11-18T12:00:00.1234567890", "1969-12-31",
        "1970-01-01T00:00:00+01:00", "2026-11-18T12:00:00Zulu", "2026-11-18x", "-026-11-18", "2026-11-18T12:00:00+8"}) {
    EXPECT_FALSE(instant_from_text(text)) << text;
  }
}

RC_GTEST_PROP(Instant, any_text_is_read_or_refused_without_harm, (const std::string& text)) {
  (void)instant_from_text(text);
  (void)duration_from_text(text);
}

TEST(Duration, is_read_as_people_type_it) {
  EXPECT_EQ(duration_from_text("90s"), std::chrono::seconds(90));
  EXPECT_EQ(duration_from_text("15m"), std::chrono::minutes(15));
  EXPECT_EQ(duration_from_text("12h"), std::chrono::hours(12));
  EXPECT_EQ(duration_from_text("7d"), std::chrono::hours(7 * 24));
  EXPECT_EQ(duration_from_text("2w"), std::chrono::hours(14 * 24));
}

TEST(Duration, what_is_no_duration_gives_nothing) {
  for (const char* text :
       {"", "7", "d", "7 d", "-7d", "7D", "1.5h", "7dd", "99999d", "9999999999s", "99999999999999999999d"}) {
    EXPECT_FALSE(duration_from_text(text)) << text;
  }
}

RC_GTEST_PROP(Duration, of_whole_seconds_comes_back_from_its_text, ()) {
  const Duration duration = std::chrono::seconds(*rc::gen::inRange(0, 3'000'000));
  RC_ASSERT(duration_from_text(to_text(duration)) == duration);
}

TEST(Duration, is_written_in_the_largest_unit_that_is_exact) {
  EXPECT_EQ(to_text(std::chrono::hours(36)), "36h");
  EXPECT_EQ(to_text(std::chrono::hours(14 * 24)), "14d");
  EXPECT_EQ(to_text(std::chrono::seconds(61)), "61s");
  EXPECT_EQ(to_text(Duration{0}), "0s");
}

TEST(FakeClock, stands_until_it_is_told) {
  FakeClock clock(Instant{second});
  EXPECT_EQ(clock.now(), Instant{second});
  clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(clock.now(), Instant{3 * second});
  EXPECT_EQ(clock.monotonic(), std::chrono::seconds(2));
  clock.set(Instant{0});
  EXPECT_EQ(clock.monotonic(), std::chrono::seconds(2));
}

TEST(SystemClock, goes_forward) {
  const SystemClock clock;
  const auto before = clock.monotonic();
  EXPECT_GE(clock.monotonic(), before);
  EXPECT_GT(clock.now(), Instant{1'700'000'000 * second});
}

}  // namespace
}  // namespace tidings::base
