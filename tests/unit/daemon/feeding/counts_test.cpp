#include "daemon/feeding/counts.hpp"

#include <gtest/gtest.h>

#include "tidings/v1/api.pb.h"

namespace tidings::feeding {
namespace {

TEST(Counts, what_a_feed_wrote_is_told_as_text_whatever_it_is) {
  Counts counts;
  std::string wide;
  for (int i = 0; i < 60; ++i) wide += "\xe5\xa8\x81";
  counts.take({draft::Fate::Refused, "line 1", wide, "no name"});
  counts.take({draft::Fate::Refused, "line 2", "\xff\xfe.evil", "no name"});
  counts.remark("\xff");
  EXPECT_EQ(counts.refused, 2U);
  v1::FeedStatus status;
  for (const auto& remark : counts.remarks) status.add_remarks(remark);
  v1::FeedStatus read;
  EXPECT_TRUE(read.ParseFromString(status.SerializeAsString())) << "a string of Protocol Buffers is UTF-8";
  EXPECT_EQ(read.remarks_size(), 3);
}

TEST(Counts, what_calls_a_value_benign_and_accuses_it_is_refused_and_told) {
  Counts counts;
  v1::Header context;
  context.set_kind(v1::KIND_REPORT);
  context.set_role(v1::ROLE_BENIGN);
  v1::Claim claim;
  claim.set_value("evil-name.tw");
  EXPECT_TRUE(counts.settle(context, claim));
  EXPECT_EQ(claim.verdict(), v1::VERDICT_BENIGN);
  claim.set_verdict(v1::VERDICT_MALICIOUS);
  EXPECT_FALSE(counts.settle(context, claim));
  EXPECT_EQ(counts.refused, 1U);
  ASSERT_EQ(counts.remarks.size(), 1U);
  EXPECT_TRUE(counts.remarks[0].starts_with("evil-name.tw: ")) << counts.remarks[0];
}

TEST(Counts, a_value_is_told_as_people_write_it) {
  Counts counts;
  v1::Header context;
  context.set_kind(v1::KIND_REPORT);
  context.set_role(v1::ROLE_BENIGN);
  const auto parsed = observable::parse("45.62.198.73").value().observable;
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(parsed.type));
  claim.set_value(parsed.value);
  claim.set_verdict(v1::VERDICT_MALICIOUS);
  EXPECT_FALSE(counts.settle(context, claim));
  ASSERT_EQ(counts.remarks.size(), 1U);
  EXPECT_TRUE(counts.remarks[0].starts_with("45.62.198.73: ")) << counts.remarks[0];
}

TEST(Counts, what_was_withdrawn_is_told_before_all_else) {
  Counts counts;
  for (std::size_t i = 0; i < Counts::most_remarks; ++i) counts.remark("line " + std::to_string(i));
  counts.by_hand = 2;
  counts.taken_back = 1;
  counts.tell_withdrawn();
  ASSERT_EQ(counts.remarks.size(), Counts::most_remarks);
  EXPECT_EQ(counts.remarks[0], "taken back by their author, and withdrawn: 1 value");
  EXPECT_EQ(counts.remarks[1], "withdrawn by hand, and not said again: 2 values");
}

TEST(Counts, a_value_of_a_warning_list_is_told_without_a_way_to_force_it) {
  intake::Warned warned;
  warned.claims = 1;
  const auto value = observable::parse("evil-name.tw").value().observable;
  warned.first.push_back({value, {{"clouds", "evil-name.tw", warning::Kind::Hostname, 50}}});
  Counts counts;
  counts.leave_out_warned(warned);
  EXPECT_EQ(counts.left_out, 1U);
  ASSERT_EQ(counts.remarks.size(), 1U);
  EXPECT_EQ(counts.remarks[0], "a warning list has evil-name[.]tw in \"clouds\" (evil-name.tw): it is not published");
}

}  // namespace
}  // namespace tidings::feeding
