#include "daemon/sharing/wanting.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"

namespace tidings::sharing {
namespace {

using Claim = Wanting::Claim;

struct WantingTest : testing::Test {
  bulletin::BulletinId id = *bulletin::BulletinId::from_bytes(base::sha256("one").bytes());
  int first{1}, second{2}, third{3};  // whoever wants: only their addresses count
  std::vector<std::pair<int, Turn>> told;
  void wait(const int& who) {
    wanting.wait(id, &who, [this, number = who](Turn turn) { told.emplace_back(number, turn); });
  }
  Wanting wanting;
};

TEST_F(WantingTest, an_id_is_wanted_from_one_partner_at_a_time) {
  EXPECT_EQ(wanting.claim(id, &first), Claim::Yours);
  EXPECT_EQ(wanting.claim(id, &first), Claim::AlreadyYours);
  EXPECT_EQ(wanting.claim(id, &second), Claim::Anothers);
}

TEST_F(WantingTest, who_waited_is_told_when_another_had_it) {
  wanting.claim(id, &first);
  wait(second);
  wait(third);
  wanting.ended(id, &first, Turn::Had);
  EXPECT_EQ(told, (std::vector<std::pair<int, Turn>>{{2, Turn::Had}, {3, Turn::Had}}));
  EXPECT_EQ(wanting.claim(id, &third), Claim::Yours) << "forgotten: the ledger knows it now";
}

TEST_F(WantingTest, after_a_refusal_the_next_in_line_wants_it) {
  wanting.claim(id, &first);
  wait(second);
  wait(third);
  wanting.ended(id, &first, Turn::Yours);
  EXPECT_EQ(told, (std::vector<std::pair<int, Turn>>{{2, Turn::Yours}}));
  wanting.ended(id, &second, Turn::Had);
  EXPECT_EQ(told.back(), (std::pair{3, Turn::Had}));
}

TEST_F(WantingTest, only_the_owner_ends_it) {
  wanting.claim(id, &first);
  wait(third);
  wanting.ended(id, &second, Turn::Had);
  EXPECT_TRUE(told.empty());
}

TEST_F(WantingTest, who_has_left_is_not_told) {
  wanting.claim(id, &first);
  wait(second);
  wait(third);
  wanting.forsake(id, &second);
  wanting.ended(id, &first, Turn::Yours);
  EXPECT_EQ(told, (std::vector<std::pair<int, Turn>>{{3, Turn::Yours}}));
}

TEST_F(WantingTest, a_refusal_that_nobody_waited_for_leaves_nothing_behind) {
  wanting.claim(id, &first);
  wanting.ended(id, &first, Turn::Yours);
  EXPECT_EQ(wanting.claim(id, &second), Claim::Yours);
}

}  // namespace
}  // namespace tidings::sharing
