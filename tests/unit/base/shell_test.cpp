#include "base/shell.hpp"

#include <gtest/gtest.h>

namespace tidings::base {
namespace {

using namespace std::chrono_literals;

TEST(Shell, what_ends_with_0_was_done) { EXPECT_TRUE(run_by_shell("exit 0", 10s)); }

TEST(Shell, how_it_ended_is_told) {
  const auto ended = run_by_shell("exit 3", 10s);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().what, "'exit 3' ended with 3");
  const auto killed = run_by_shell("kill -9 $$", 10s);
  ASSERT_FALSE(killed);
  EXPECT_EQ(killed.error().what, "'kill -9 $$' was ended by signal 9");
}

TEST(Shell, what_does_not_end_is_ended_with_all_it_started) {
  const auto ended = run_by_shell("sleep 600 & sleep 600", 100ms);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::Timeout);
}

TEST(Shell, what_nobody_wants_any_more_is_ended) {
  const auto ended = run_by_shell("sleep 600", 1h, [] { return false; });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::Cancelled);
}

TEST(Shell, nothing_is_on_its_input) { EXPECT_TRUE(run_by_shell("test -z \"$(cat)\"", 10s)); }

}  // namespace
}  // namespace tidings::base
