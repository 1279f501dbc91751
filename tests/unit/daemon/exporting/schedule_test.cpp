#include "daemon/exporting/schedule.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace tidings::exporting {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration start{1000s};

/// One that was made at once and took `took`.
Schedule made(base::Duration took = 0s) {
  Schedule schedule(15min, start);
  schedule.begin(start);
  schedule.done(start + took);
  return schedule;
}

TEST(Schedule, a_new_export_is_made_at_once) { EXPECT_TRUE(Schedule(15min, start).is_due(start)); }

TEST(Schedule, without_a_bell_it_is_made_every_so_often) {
  const auto schedule = made();
  EXPECT_FALSE(schedule.is_due(start + 15min - 1s));
  EXPECT_TRUE(schedule.is_due(start + 15min));
}

TEST(Schedule, what_arrives_together_is_written_once) {
  auto schedule = made();
  schedule.ring(start + 10s);
  schedule.ring(start + 11s);
  EXPECT_FALSE(schedule.is_due(start + 12s));
  EXPECT_TRUE(schedule.is_due(start + 13s));
}

TEST(Schedule, what_arrives_without_end_does_not_put_it_off) {
  auto schedule = made();
  for (auto at = start + 10s; at < start + 13s; at += 100ms) schedule.ring(at);
  EXPECT_TRUE(schedule.is_due(start + 13s));
}

TEST(Schedule, what_arrives_while_it_is_made_makes_it_again) {
  Schedule schedule(15min, start);
  schedule.begin(start);
  schedule.ring(start);
  EXPECT_FALSE(schedule.is_due(start + 1h)) << "not while it runs";
  schedule.done(start);
  EXPECT_TRUE(schedule.is_due(start + 3s));
}

TEST(Schedule, an_export_that_takes_long_is_made_seldom) {
  auto schedule = made(20s);
  schedule.ring(start + 21s);
  EXPECT_FALSE(schedule.is_due(start + 99s));
  EXPECT_TRUE(schedule.is_due(start + 100s));
}

TEST(Schedule, what_failed_is_tried_again_later_each_time) {
  Schedule schedule(15min, start);
  schedule.begin(start);
  schedule.failed(start);
  schedule.ring(start + 1s);
  EXPECT_FALSE(schedule.is_due(start + 9s));
  EXPECT_TRUE(schedule.is_due(start + 10s));
  schedule.begin(start + 10s);
  schedule.failed(start + 10s);
  EXPECT_FALSE(schedule.is_due(start + 29s));
  EXPECT_TRUE(schedule.is_due(start + 30s));
}

}  // namespace
}  // namespace tidings::exporting
