#include "daemon/app/clock_watch.hpp"

#include <gtest/gtest.h>

namespace tidings::app {
namespace {

using namespace std::chrono_literals;

class ClockWatchTest : public testing::Test {
 protected:
  void leap(base::Duration by) { clock_.set(clock_.now() + by); }

  base::FakeClock clock_{base::Instant{1'760'000'000'000'000}};
};

TEST_F(ClockWatchTest, a_clock_that_runs_evenly_is_trusted) {
  ClockWatch watch(clock_, clock_.now());
  for (int day = 0; day < 400; ++day) {
    clock_.advance(24h);
    EXPECT_FALSE(watch.look());
    EXPECT_TRUE(watch.is_trusted());
  }
}

TEST_F(ClockWatchTest, after_a_leap_ahead_it_is_trusted_again_when_it_has_run_evenly_for_a_while) {
  ClockWatch watch(clock_, clock_.now());
  leap(10 * 365 * 24h);
  EXPECT_EQ(watch.look(), 10 * 365 * 24h);
  EXPECT_FALSE(watch.look());
  clock_.advance(ClockWatch::wait - 1s);
  EXPECT_FALSE(watch.look());
  EXPECT_FALSE(watch.is_trusted());
  EXPECT_EQ(watch.waits(), 1s);
  clock_.advance(1s);
  EXPECT_TRUE(watch.is_trusted());
}

TEST_F(ClockWatchTest, a_second_leap_begins_the_waiting_anew) {
  ClockWatch watch(clock_, clock_.now());
  leap(24h);
  EXPECT_TRUE(watch.look());
  clock_.advance(ClockWatch::wait - 1h);
  leap(24h);
  EXPECT_TRUE(watch.look());
  clock_.advance(2h);
  EXPECT_FALSE(watch.is_trusted());
}

TEST_F(ClockWatchTest, many_small_leaps_add_up) {
  ClockWatch watch(clock_, clock_.now());
  bool seen = false;
  for (int i = 0; i < 100 && !seen; ++i) {
    leap(1min);
    seen = watch.look().has_value();
    EXPECT_TRUE(seen || i < 10);
  }
  EXPECT_TRUE(seen);
  EXPECT_FALSE(watch.is_trusted());
}

TEST_F(ClockWatchTest, a_clock_that_goes_back_forgets_nothing_and_is_trusted) {
  ClockWatch watch(clock_, clock_.now());
  clock_.set(clock_.now() - 400 * 24h);
  EXPECT_FALSE(watch.look());
  EXPECT_TRUE(watch.is_trusted());
  leap(400 * 24h);  // put right again: from what it saw a leap ahead, so it waits to be sure
  EXPECT_TRUE(watch.look());
  EXPECT_FALSE(watch.is_trusted());
}

TEST_F(ClockWatchTest, a_long_stop_is_a_leap_and_a_short_one_is_none) {
  EXPECT_TRUE(ClockWatch(clock_, clock_.now() - ClockWatch::away).is_trusted());
  EXPECT_TRUE(ClockWatch(clock_, clock_.now() + 24h).is_trusted());
  EXPECT_TRUE(ClockWatch(clock_, std::nullopt).is_trusted());
  ClockWatch watch(clock_, clock_.now() - 30 * 24h);
  EXPECT_FALSE(watch.is_trusted());
  EXPECT_EQ(watch.look(), 30 * 24h);
  EXPECT_FALSE(watch.look());
}

}  // namespace
}  // namespace tidings::app
