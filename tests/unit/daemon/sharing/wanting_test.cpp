#include "daemon/sharing/wanting.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"

namespace tidings::sharing {
namespace {

using namespace std::chrono_literals;
using Claim = Wanting::Claim;

struct WantingTest : testing::Test {
  bulletin::BulletinId id = *bulletin::BulletinId::from_bytes(base::sha256("one").bytes());
  int first{1}, second{2}, third{3};  // whoever wants: only their addresses count
  std::vector<std::pair<int, Turn>> told;
  void wait(const int& who) {
    wanting.wait(id, &who, [this, number = who](Turn turn) { told.emplace_back(number, turn); });
  }
  const base::Duration now{1'000'000};
  Wanting wanting;
};

TEST_F(WantingTest, an_id_is_wanted_from_one_partner_at_a_time) {
  EXPECT_EQ(wanting.claim(id, &first, now), Claim::Yours);
  EXPECT_EQ(wanting.claim(id, &first, now), Claim::AlreadyYours);
  EXPECT_EQ(wanting.claim(id, &second, now), Claim::Anothers);
}

TEST_F(WantingTest, who_waited_is_told_when_another_had_it) {
  wanting.claim(id, &first, now);
  wait(second);
  wait(third);
  wanting.ended(id, &first, Turn::Had, now);
  EXPECT_EQ(told, (std::vector<std::pair<int, Turn>>{{2, Turn::Had}, {3, Turn::Had}}));
  EXPECT_EQ(wanting.claim(id, &third, now), Claim::Yours) << "forgotten: the ledger knows it now";
}

TEST_F(WantingTest, after_a_refusal_the_next_in_line_wants_it) {
  wanting.claim(id, &first, now);
  wait(second);
  wait(third);
  wanting.ended(id, &first, Turn::Yours, now);
  EXPECT_EQ(told, (std::vector<std::pair<int, Turn>>{{2, Turn::Yours}}));
  wanting.ended(id, &second, Turn::Had, now);
  EXPECT_EQ(told.back(), (std::pair{3, Turn::Had}));
}

TEST_F(WantingTest, only_the_owner_gives_it_up) {
  wanting.claim(id, &first, now);
  wait(third);
  wanting.ended(id, &second, Turn::Yours, now);
  EXPECT_TRUE(told.empty());
}

TEST_F(WantingTest, who_does_not_deliver_loses_its_turn_to_who_waits) {
  wanting.claim(id, &first, now);
  wait(second);
  wanting.hurry(id, now + 9s);
  EXPECT_TRUE(told.empty());
  wanting.hurry(id, now + 10s);
  EXPECT_EQ(told, (std::vector<std::pair<int, Turn>>{{2, Turn::Yours}}));
  wait(third);
  wanting.hurry(id, now + 19s);
  EXPECT_EQ(told.size(), 1U) << "a turn lasts as long for each";
}

TEST_F(WantingTest, nobody_is_hurried_for_the_sake_of_nobody) {
  wanting.claim(id, &first, now);
  wanting.hurry(id, now + 1h);
  EXPECT_EQ(wanting.claim(id, &first, now), Claim::AlreadyYours);
}

TEST_F(WantingTest, bytes_extend_a_turn_by_what_a_thin_link_carries) {
  wanting.claim(id, &first, now);
  wait(second);
  wanting.came(id, &first, 100 * 8'192);
  wanting.hurry(id, now + 109s);
  EXPECT_TRUE(told.empty());
  wanting.hurry(id, now + 110s);
  EXPECT_EQ(told.size(), 1U);
}

TEST_F(WantingTest, bytes_of_other_ids_extend_it_only_so_far) {
  const auto other = *bulletin::BulletinId::from_bytes(base::sha256("other").bytes());
  wanting.claim(id, &first, now);
  wanting.claim(other, &first, now);
  wait(second);
  wanting.came(other, &first, 1'000 * 8'192);
  wanting.hurry(id, now + 69s);
  EXPECT_TRUE(told.empty());
  wanting.hurry(id, now + 70s);
  EXPECT_EQ(told.size(), 1U);
}

TEST_F(WantingTest, what_is_being_stored_is_waited_for) {
  wanting.claim(id, &first, now);
  wait(second);
  wanting.came_whole(id, &first);
  wanting.hurry(id, now + 1h);
  EXPECT_TRUE(told.empty());
}

TEST_F(WantingTest, who_delivers_after_its_turn_serves_those_who_wait) {
  wanting.claim(id, &first, now);
  wait(second);
  wait(third);
  wanting.hurry(id, now + 10s);
  wanting.ended(id, &first, Turn::Had, now + 11s);
  EXPECT_EQ(told.back(), (std::pair{3, Turn::Had}));
  EXPECT_EQ(wanting.claim(id, &second, now), Claim::AlreadyYours) << "its own try goes on";
}

TEST_F(WantingTest, who_has_left_is_not_told) {
  wanting.claim(id, &first, now);
  wait(second);
  wait(third);
  wanting.forsake(id, &second);
  wanting.ended(id, &first, Turn::Yours, now);
  EXPECT_EQ(told, (std::vector<std::pair<int, Turn>>{{3, Turn::Yours}}));
}

TEST_F(WantingTest, a_refusal_that_nobody_waited_for_leaves_nothing_behind) {
  wanting.claim(id, &first, now);
  wanting.ended(id, &first, Turn::Yours, now);
  EXPECT_EQ(wanting.claim(id, &second, now), Claim::Yours);
}

}  // namespace
}  // namespace tidings::sharing
