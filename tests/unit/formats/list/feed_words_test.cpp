#include "formats/list/feed_words.hpp"

#include <gtest/gtest.h>

namespace tidings::list {
namespace {

TEST(FeedWords, roles_and_confidences_are_read_as_feeds_write_them) {
  EXPECT_EQ(role_from_feed_word("command and control"), v1::ROLE_C2);
  EXPECT_EQ(role_from_feed_word("malware_download"), v1::ROLE_DELIVERY);
  EXPECT_FALSE(role_from_feed_word("weather"));
  EXPECT_EQ(confidence_from_word("high"), 85U);
  EXPECT_EQ(confidence_from_word("100"), 100U);
  EXPECT_EQ(confidence_from_word("80%"), 80U);
  EXPECT_EQ(confidence_from_word("80 %"), 80U);
  for (const auto* word : {"101", "-5", "1e3", "0.9", "%", "80%%", ""})
    EXPECT_FALSE(confidence_from_word(word)) << word;
}

TEST(FeedWords, words_that_clear_a_value_are_known) {
  for (const auto* word : {"harmless", "clean", "Clean", "false positive", "False_Positive", "whitelisted",
                           "legitimate", "benign", " allowlisted "})
    EXPECT_EQ(verdict_from_feed_word(word), v1::VERDICT_BENIGN) << word;
  EXPECT_EQ(verdict_from_feed_word("malware"), v1::VERDICT_MALICIOUS);
  EXPECT_EQ(verdict_from_feed_word("suspect"), v1::VERDICT_SUSPICIOUS);
  EXPECT_EQ(verdict_from_feed_word("undetected"), v1::VERDICT_UNKNOWN);
  for (const auto* word : {"", "weather", "not clean", "clean;malicious"})
    EXPECT_FALSE(verdict_from_feed_word(word)) << word;
}

}  // namespace
}  // namespace tidings::list
