#include "daemon/app/network.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>
#include <vector>

namespace tidings::app {
namespace {

using namespace std::chrono_literals;

TEST(Network, runs_what_is_posted_from_any_thread_in_order) {
  Network network;
  std::vector<int> seen;
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) network.post([&seen, i] { seen.push_back(i); });
    network.post([&network] { network.stop(); });
  });
  network.run();
  other.join();
  ASSERT_EQ(seen.size(), 100U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

TEST(Network, what_came_home_after_the_stop_is_finished) {
  Network network;
  network.post([&network] { network.stop(); });
  network.run();
  bool done = false;
  network.post([&done] { done = true; });
  network.finish();
  EXPECT_TRUE(done);
}

TEST(Network, timers_come_again_and_single_ones_once) {
  Network network;
  int often = 0;
  int once = 0;
  network.every(1ms, [&] {
    if (++often == 5) network.stop();
  });
  network.after(1ms, [&] { ++once; });
  network.run();
  EXPECT_EQ(often, 5);
  EXPECT_EQ(once, 1);
}

TEST(Network, signals_reload_and_terminate) {
  Network network;
  int reloads = 0;
  network.on_signals([&] { network.stop(); },
                     [&] {
                       ++reloads;
                       std::raise(SIGTERM);
                     });
  network.post([] { std::raise(SIGHUP); });
  network.run();
  EXPECT_EQ(reloads, 1);
}

}  // namespace
}  // namespace tidings::app
