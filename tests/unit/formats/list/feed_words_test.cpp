#include "formats/list/feed_words.hpp"

#include <gtest/gtest.h>

namespace tidings::list {
namespace {

TEST(FeedWords, a_marking_is_found_in_comments_as_people_write_it) {
  EXPECT_EQ(marking_in_comment("# tlp: amber"), v1::TLP_AMBER);
  EXPECT_EQ(marking_in_comment("; TLP:AMBER+STRICT, for members"), v1::TLP_AMBER_STRICT);
  EXPECT_EQ(marking_in_comment("# Shared as TLP:WHITE."), v1::TLP_CLEAR);
  EXPECT_EQ(marking_in_comment("# marking tlp = \"red\""), v1::TLP_RED);
  EXPECT_FALSE(marking_in_comment("# no marking here"));
  EXPECT_FALSE(marking_in_comment("# tlp is explained at first.org/tlp"));
  EXPECT_FALSE(marking_in_comment("# httlp:red"));
}

TEST(FeedWords, roles_and_confidences_are_read_as_feeds_write_them) {
  EXPECT_EQ(role_from_feed_word("command and control"), v1::ROLE_C2);
  EXPECT_EQ(role_from_feed_word("malware_download"), v1::ROLE_DELIVERY);
  EXPECT_FALSE(role_from_feed_word("weather"));
  EXPECT_EQ(confidence_from_word("high"), 85U);
  EXPECT_EQ(confidence_from_word("100"), 100U);
  EXPECT_FALSE(confidence_from_word("101"));
}

}  // namespace
}  // namespace tidings::list
