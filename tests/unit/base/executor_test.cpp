#include "base/async/executor.hpp"

#include <gtest/gtest.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.hpp"

namespace tidings::base {
namespace {

TEST(ManualExecutor, runs_in_order_of_posting_and_also_what_that_adds) {
  ManualExecutor executor;
  std::vector<int> order;
  executor.post([&] {
    order.push_back(1);
    executor.post([&] { order.push_back(3); });
  });
  executor.post([&] { order.push_back(2); });
  EXPECT_TRUE(order.empty());
  EXPECT_EQ(executor.run(), 3U);
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(executor.run(), 0U);
}

TEST(Task, holds_what_can_only_be_moved) {
  auto number = std::make_unique<int>(7);
  int seen = 0;
  Task task([held = std::move(number), &seen] { seen = *held; });
  Task moved = std::move(task);
  EXPECT_FALSE(task);  // NOLINT(bugprone-use-after-move): that it is empty is what is tested
  moved();
  EXPECT_EQ(seen, 7);
}

TEST(ThreadPool, runs_all_that_was_posted_before_it_goes) {
  std::atomic<int> ran{0};
  {
    ThreadPool pool("test", 2);
    for (int i = 0; i < 1000; ++i) pool.post([&] { ++ran; });
  }
  EXPECT_EQ(ran, 1000);
}

TEST(ThreadPool, of_one_thread_keeps_the_order_of_posting) {
  std::vector<int> order;
  ThreadPool pool("test", 1);
  for (int i = 0; i < 100; ++i) pool.post([&order, i] { order.push_back(i); });
  pool.stop();
  ASSERT_EQ(order.size(), 100U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(ThreadPool, drops_what_is_posted_after_stop) {
  bool ran = false;
  ThreadPool pool("test", 1);
  pool.stop();
  pool.post([&] { ran = true; });
  pool.stop();
  EXPECT_FALSE(ran);
}

TEST(ThreadPool, its_threads_bear_its_name_cut_to_what_the_system_takes) {
  std::string name;
  ThreadPool pool("a-name-that-is-too-long", 1);
  pool.post([&] {
    std::array<char, 32> buffer{};
    pthread_getname_np(pthread_self(), buffer.data(), buffer.size());
    name = buffer.data();
  });
  pool.stop();
  EXPECT_EQ(name, "a-name-that-is-");
}

TEST(Secret, moves_and_leaves_nothing_behind) {
  Secret first(std::string("a secret that is longer than a short string"));
  Secret second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is empty is what is tested
  EXPECT_EQ(second.reveal(), "a secret that is longer than a short string");
  Secret third(std::string("another"));
  third = std::move(second);
  EXPECT_EQ(third.reveal(), "a secret that is longer than a short string");
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace tidings::base
