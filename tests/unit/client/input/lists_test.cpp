#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "tests/unit/client/input/reading.hpp"

namespace tidings::input {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(Reading, a_plain_list_with_comments_mark_and_defanged_values) {
  ASSERT_TRUE(read("iocs.txt", "\xef\xbb\xbf# a list\r\nhxxps://evil[.]com/x\r\n\r\n185.70.184[.]41\r\n"));
  EXPECT_THAT(values(), ElementsAre("https://evil.com/x", "185.70.184.41"));
  EXPECT_EQ(tally().values, 2U);
}

TEST_F(Reading, refused_lines_are_counted_with_their_place) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\n1.2.3.999\n10.0.0.1\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_THAT(refusals_, ElementsAre(HasSubstr("2: "), HasSubstr("--allow-special")));
  EXPECT_EQ(tally().values, 3U);
  EXPECT_EQ(tally().refused, 2U);
}

TEST_F(Reading, private_addresses_are_published_if_one_insists) {
  ASSERT_TRUE(read("iocs.txt", "10.0.0.1\n", {{}, {}, SpecialValues::Allow}));
  EXPECT_THAT(values(), ElementsAre("10.0.0.1"));
}

TEST_F(Reading, the_very_same_claim_is_kept_once) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\nEVIL.com\nevil[.]com\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(tally().repeated, 2U);
}

TEST_F(Reading, a_header_makes_a_table_whatever_the_name) {
  ASSERT_TRUE(read("feed.txt", "indicator,type,comment,tags\nevil[.]com,domain,\"a, b\",x;y\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(claims_.at(0).comment(), "a, b");
  EXPECT_EQ(claims_.at(0).tags_size(), 2);
}

TEST_F(Reading, what_a_row_says_becomes_fields_of_the_claim) {
  ASSERT_TRUE(read("feed.csv", "indicator,role,confidence,first seen\nevil.com,C2,high,2026-01-02\n"));
  ASSERT_EQ(claims_.size(), 1U);
  EXPECT_EQ(claims_[0].role(), v1::ROLE_C2);
  EXPECT_EQ(claims_[0].confidence(), 86U);
  EXPECT_EQ(claims_[0].valid_from(), base::instant_from_text("2026-01-02")->us);
}

TEST_F(Reading, columns_can_be_named) {
  ASSERT_TRUE(read("x.csv", "17,evil.com,seen today\n", {{}, "-,value,comment", SpecialValues::Refuse}));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(claims_.at(0).comment(), "seen today");
}

TEST_F(Reading, a_declared_type_decides) {
  ASSERT_TRUE(read("names.txt", "report.zip\n", {list::hint_from_name("filename"), {}, SpecialValues::Refuse}));
  ASSERT_EQ(claims_.size(), 1U);
  EXPECT_EQ(claims_[0].type(), static_cast<std::uint32_t>(observable::Type::Filename));
}

TEST_F(Reading, of_names_behind_one_public_address_the_names_are_meant) {
  ASSERT_TRUE(
      read("x.txt", "146.112.61.104 a-name.tw www.a-name.tw\n146.112.61.104 b-name.tw\n146.112.61.104 c-name.tw\n"));
  EXPECT_THAT(values(), ElementsAre("a-name.tw", "www.a-name.tw", "b-name.tw", "c-name.tw"));
  EXPECT_EQ(tally().refused, 0U);
}

TEST_F(Reading, what_hides_a_character_is_published_without_it_and_told) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\nev\u200bil.net\nm\u00fcnchen.example.de\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com", "evil.net", "xn--mnchen-3ya.example.de"));
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("2: what stands there hides a character")));
}

TEST_F(Reading, a_comment_marks_a_list) {
  ASSERT_TRUE(read("iocs.txt", "# TLP:AMBER+STRICT\nevil.com\n"));
  ASSERT_TRUE(reader_->marking());
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(reader_->marking()->line, 1U);
}

TEST_F(Reading, a_pap_is_kept_wherever_it_is_stated) {
  ASSERT_TRUE(read("iocs.txt", "# TLP:GREEN PAP:RED\nevil.com\n"));
  EXPECT_EQ(reader_->pap(), v1::PAP_RED);
  ASSERT_TRUE(read("iocs.csv", "value,pap\na.com,green\nb.com,amber\n"));
  EXPECT_EQ(reader_->pap(), v1::PAP_AMBER);
  ASSERT_TRUE(read("own.jsonl", R"({"value": "a.com", "type": "domain", "said": [)"
                                R"({"kind": "report", "counts": true, "pap": "red", "bulletin": "aa11"}]})"));
  EXPECT_EQ(reader_->pap(), v1::PAP_RED);
}

TEST_F(Reading, what_is_over_already_is_left_out_and_told) {
  ASSERT_TRUE(read("iocs.csv", "value,valid_until\na.com,2020-01-01\nb.com,2099-01-01\n"));
  EXPECT_THAT(values(), ElementsAre("b.com"));
  EXPECT_THAT(notes_, ElementsAre("line 2: it was valid until 2020-01-01T00:00:00Z"));
  EXPECT_EQ(tally().left_out, 1U);
}

TEST_F(Reading, a_table_of_misp_with_a_row_for_its_own_organisation_stays_here) {
  ASSERT_TRUE(read("misp.csv", "value,type,to_ids,event_distribution\na.com,domain,1,3\nb.com,domain,0,0\n"));
  EXPECT_TRUE(reader_->stays());
  EXPECT_EQ(values().size(), 2U);
  EXPECT_THAT(notes_, ElementsAre(::testing::StartsWith("line 3: a distribution for the author's own")));
  EXPECT_EQ(tally().local, 1U);
  ASSERT_TRUE(read("misp.csv", "value,type,to_ids,event_distribution\na.com,domain,1,3\n"));
  EXPECT_FALSE(reader_->stays());
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_GREEN);
}

TEST_F(Reading, a_tlp_column_marks_a_table_and_the_narrowest_row_counts) {
  ASSERT_TRUE(read("iocs.csv", "value,tlp\na.com,TLP:GREEN\nb.com,tlp:amber\nc.com,white\nd.com,\n"));
  EXPECT_EQ(values().size(), 4U);
  ASSERT_TRUE(reader_->marking());
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_AMBER);
  EXPECT_EQ(reader_->marking()->line, 3U);
}

TEST_F(Reading, a_tlp_column_can_be_named) {
  ASSERT_TRUE(read("iocs.csv", "a.com;red\n", {{}, "value,tlp", SpecialValues::Refuse}));
  ASSERT_TRUE(reader_->marking());
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_RED);
}

TEST_F(Reading, a_marking_that_is_none_is_not_guessed) {
  const auto status = read("iocs.csv", "value,tlp\na.com,internal\n");
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().what, HasSubstr("line 2: 'internal'"));
}

TEST_F(Reading, no_row_says_anything_for_a_feed_of_this_node) {
  ASSERT_TRUE(read("iocs.csv", "value,tags\nevil-name.tw,feed:soc;kept\n"));
  ASSERT_EQ(claims_.size(), 1U);
  EXPECT_THAT(claims_[0].tags(), ElementsAre("kept"));
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("begin with feed:")));
}

}  // namespace
}  // namespace tidings::input
