#include "formats/list/feed_words.hpp"

#include <gtest/gtest.h>

namespace tidings::list {
namespace {

TEST(FeedWords, a_marking_is_found_in_comments_as_people_write_it) {
  EXPECT_EQ(marking_in_comment("# tlp: amber").tlp, v1::TLP_AMBER);
  EXPECT_EQ(marking_in_comment("; TLP:AMBER+STRICT, for members").tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(marking_in_comment("# Shared as TLP:WHITE.").tlp, v1::TLP_CLEAR);
  EXPECT_EQ(marking_in_comment("# marking tlp = \"red\"").tlp, v1::TLP_RED);
  EXPECT_EQ(marking_in_comment("# no marking here").tlp, v1::TLP_UNSPECIFIED);
  EXPECT_EQ(marking_in_comment("# tlp is explained at first.org/tlp").tlp, v1::TLP_UNSPECIFIED);
  EXPECT_EQ(marking_in_comment("# httlp:red").tlp, v1::TLP_UNSPECIFIED);
}

TEST(FeedWords, the_narrowest_of_all_markings_in_a_comment_counts) {
  const auto marked = marking_in_comment("# TLP:GREEN, PAP:CLEAR; part of it tlp:amber and pap: red");
  EXPECT_EQ(marked.tlp, v1::TLP_AMBER);
  EXPECT_EQ(marked.pap, v1::PAP_RED);
  EXPECT_EQ(marking_in_comment("# pap=amber").pap, v1::PAP_AMBER);
  EXPECT_EQ(marking_in_comment("# PAP: see our page").pap, v1::PAP_UNSPECIFIED);
  EXPECT_EQ(marking_in_comment("# see the map: red is bad").pap, v1::PAP_UNSPECIFIED);
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
