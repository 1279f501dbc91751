#include <gtest/gtest.h>

#include "daemon/store/records.hpp"

namespace tidings::store {
namespace {

TEST(ClaimFacts, keeps_apart_what_it_was_made_of) {
  const auto facts = ClaimFacts::of(v1::VERDICT_BENIGN, v1::ROLE_SINKHOLE, 100, true, false);
  EXPECT_EQ(facts.verdict(), v1::VERDICT_BENIGN);
  EXPECT_EQ(facts.role(), v1::ROLE_SINKHOLE);
  EXPECT_EQ(facts.confidence(), 100U);
  EXPECT_TRUE(facts.own_window());
  EXPECT_FALSE(facts.own_detail());
}

TEST(ClaimFacts, a_confidence_of_zero_is_not_one_that_was_not_stated) {
  EXPECT_EQ(ClaimFacts::of(v1::VERDICT_MALICIOUS, v1::ROLE_C2, 0, false, true).confidence(), 0U);
  EXPECT_EQ(ClaimFacts::of(v1::VERDICT_MALICIOUS, v1::ROLE_C2, std::nullopt, false, true).confidence(), std::nullopt);
}

TEST(ClaimFacts, numbers_from_a_later_version_read_as_unspecified_and_spoil_nothing) {
  const auto facts = ClaimFacts::of(static_cast<v1::Verdict>(99), static_cast<v1::Role>(-1), 1'000, false, true);
  EXPECT_EQ(facts.verdict(), v1::VERDICT_UNSPECIFIED);
  EXPECT_EQ(facts.role(), v1::ROLE_UNSPECIFIED);
  EXPECT_EQ(facts.confidence(), 100U);
  EXPECT_FALSE(facts.own_window());
  EXPECT_TRUE(facts.own_detail());
}

}  // namespace
}  // namespace tidings::store
