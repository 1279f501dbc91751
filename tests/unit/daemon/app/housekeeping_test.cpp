#include "daemon/app/housekeeping.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "daemon/telemetry/memory_log.hpp"
#include "tests/unit/daemon/app/folder.hpp"

namespace tidings::app {
namespace {

using namespace std::chrono_literals;
using telemetry::Event;

/// A store that keeps nothing but what housekeeping asks of it.
class QuietStore final : public store::Store {
 public:
  void commit(store::Batch, base::Executor&, CommitDone) override {}
  void read(std::function<void(store::Reading&)>) override {}
  void read_for_askers(std::function<void(store::Reading&)>) override {}
  int on_append(base::Executor&, std::function<void()>) override { return 0; }
  void remove_bell(int) override {}
  base::Status settle() override { return {}; }
  void forget_expired(base::Instant before) override { forgotten.push_back(before); }
  Gauges gauges() const override { return state; }

  Gauges state;
  std::vector<base::Instant> forgotten;
};

class QuietPublisher final : public intake::Publisher {
 public:
  void publish(intake::Draft, Progress, Done) override {}
  void renew(const bulletin::PublicationId&, base::Instant, Done) override {}
  Heard heard_own_last(base::Instant) override {
    held_ = false;
    return Heard::Believed;
  }
  void ask_clock(std::function<base::Duration()> unsettled_for) override { unsettled_for_ = std::move(unsettled_for); }
  base::Duration unsettled() const { return unsettled_for_(); }
  std::string dated_ahead() const override { return {}; }
  void hold(bool held) override { held_ = held; }
  bool held() const override { return held_; }

 private:
  bool held_{false};
  std::function<base::Duration()> unsettled_for_;
};

class HousekeepingTest : public testing::Test {
 protected:
  Housekeeping make() {
    identity::Delegation delegation;
    delegation.valid_until = clock_.now() + 100 * 24h;
    return Housekeeping({store_, publisher_, delegation, {folder_ / ""}, clock_, log_, counters_});
  }

  Folder folder_;
  QuietStore store_;
  QuietPublisher publisher_;
  base::FakeClock clock_{base::Instant{1'760'000'000'000'000}};
  telemetry::MemoryLog log_;
  telemetry::Counters counters_;
};

TEST_F(HousekeepingTest, nothing_is_dated_by_a_clock_that_has_just_leapt_ahead) {
  auto housekeeping = make();
  housekeeping.look();
  EXPECT_EQ(publisher_.unsettled(), 0s);
  clock_.set(clock_.now() + 100 * 24h);
  EXPECT_EQ(publisher_.unsettled(), ClockWatch::settle) << "seen at once, not a second later";
  EXPECT_EQ(log_.count(Event::ClockJumped), 1U);
  clock_.advance(ClockWatch::settle - 1s);
  EXPECT_EQ(publisher_.unsettled(), 1s);
  clock_.advance(1s);
  EXPECT_EQ(publisher_.unsettled(), 0s);
  EXPECT_NE(housekeeping.clock_doubt(), "") << "and yet nothing is forgotten for long";
}

TEST_F(HousekeepingTest, the_end_of_the_delegation_is_warned_of_daily_from_sixty_days_before) {
  auto housekeeping = make();
  housekeeping.look();
  EXPECT_EQ(log_.count(Event::DelegationEndsSoon), 0U);
  clock_.advance(40 * 24h);
  for (int second = 0; second < 100; ++second) housekeeping.look();
  EXPECT_EQ(log_.count(Event::DelegationEndsSoon), 1U);
  clock_.advance(24h);
  housekeeping.look();
  EXPECT_EQ(log_.count(Event::DelegationEndsSoon), 2U);
  clock_.advance(60 * 24h);
  housekeeping.look();
  EXPECT_EQ(log_.count(Event::DelegationEnded), 1U);
}

TEST_F(HousekeepingTest, a_failing_disk_is_told_once_and_so_is_its_recovery) {
  auto housekeeping = make();
  store_.state.disk_failing = true;
  for (int second = 0; second < 10; ++second) housekeeping.look();
  store_.state.disk_failing = false;
  for (int second = 0; second < 10; ++second) housekeeping.look();
  EXPECT_EQ(log_.count(Event::StoreFailing), 1U);
  EXPECT_EQ(log_.count(Event::StoreRecovered), 1U);
}

TEST_F(HousekeepingTest, what_has_expired_is_looked_for_at_start_and_then_every_period) {
  auto housekeeping = make();
  housekeeping.set_forget_every(10min);
  housekeeping.look();
  housekeeping.look();
  EXPECT_EQ(store_.forgotten.size(), 1U);
  clock_.advance(10min);
  housekeeping.look();
  ASSERT_EQ(store_.forgotten.size(), 2U);
  EXPECT_EQ(store_.forgotten[1], clock_.now() - ClockWatch::unseen);
}

TEST_F(HousekeepingTest, a_clock_that_leaps_ahead_makes_nothing_be_forgotten_until_it_has_run_for_a_while) {
  auto housekeeping = make();
  housekeeping.set_forget_every(10min);
  housekeeping.look();
  const auto before = store_.forgotten.size();
  clock_.set(clock_.now() + 3 * 365 * 24h);
  for (base::Duration past{0}; past < ClockWatch::wait; past += 1min) {
    housekeeping.look();
    clock_.advance(1min);
  }
  EXPECT_EQ(store_.forgotten.size(), before);
  EXPECT_EQ(log_.count(Event::ClockJumped), 1U);
  EXPECT_EQ(housekeeping.clock_doubt(), "");
  clock_.advance(10min);
  housekeeping.look();
  EXPECT_GT(store_.forgotten.size(), before);
  EXPECT_EQ(log_.count(Event::ClockTrusted), 1U);
}

TEST_F(HousekeepingTest, a_restart_with_a_clock_far_ahead_waits_as_well_and_goes_on_waiting_after_another) {
  make().look();
  store_.forgotten.clear();
  clock_.set(clock_.now() + 365 * 24h);
  for (int restart = 0; restart < 3; ++restart) {
    auto housekeeping = make();
    housekeeping.look();
    EXPECT_NE(housekeeping.clock_doubt().find("the clock jumped ahead"), std::string::npos);
    clock_.advance(ClockWatch::wait - 1h);
    housekeeping.look();
    EXPECT_TRUE(store_.forgotten.empty());
  }
  auto housekeeping = make();
  clock_.advance(ClockWatch::wait);
  housekeeping.look();
  EXPECT_FALSE(store_.forgotten.empty());
  store_.forgotten.clear();
  clock_.advance(1h);
  make().look();
  EXPECT_FALSE(store_.forgotten.empty()) << "the instant it was trusted is kept";
}

TEST_F(HousekeepingTest, after_a_restore_publishing_waits_until_a_partner_has_told_our_last_value) {
  const DataFolder data{folder_ / ""};
  std::ofstream(data.restored()).flush();
  auto housekeeping = make();
  EXPECT_TRUE(publisher_.held());
  housekeeping.look();
  EXPECT_TRUE(std::filesystem::exists(data.restored()));
  publisher_.heard_own_last(base::Instant{1});
  housekeeping.look();
  EXPECT_FALSE(std::filesystem::exists(data.restored()));
  EXPECT_EQ(log_.count(Event::PublishingResumed), 1U);
  make();
  EXPECT_FALSE(publisher_.held());
}

}  // namespace
}  // namespace tidings::app
