#include "core/policy/may_hold.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/core/policy/fixture.hpp"

namespace tidings::policy {
namespace {

using namespace test;

/// One row of the table: what is handed on, how, and the rule that must decide.
struct Row {
  std::string name;
  bulletin::Header header;
  Handing handing;
  Rule rule;
  bool leak{false};
};

bulletin::Header expired(bulletin::Header header) {
  header.expires_at = now;
  return header;
}
bulletin::Header local(bulletin::Header header) {
  header.message.mutable_audience()->set_local(true);
  return header;
}
Terms up_to(v1::Tlp tlp) { return {tlp, tlp, true, true}; }
Terms outside_community() { return {v1::TLP_RED, v1::TLP_RED, false, true}; }
Terms none() { return {}; }

const auto Clear = v1::TLP_CLEAR, Green = v1::TLP_GREEN, Amber = v1::TLP_AMBER, Strict = v1::TLP_AMBER_STRICT,
           Red = v1::TLP_RED;

std::vector<Row> sending_rows() {
  return {
      {"clear_goes_to_everybody", header(us, Clear), giving(partner, outside_community()), Rule::MayHold},
      {"clear_is_relayed", header(other, Clear), giving(partner, outside_community()), Rule::MayHold},
      {"green_goes_to_the_community", header(us, Green), giving(partner), Rule::MayHold},
      {"green_is_relayed_within_the_community", header(other, Green), giving(partner), Rule::MayHold},
      {"green_stays_in_the_community", header(us, Green), giving(partner, outside_community()), Rule::NotCommunity},
      {"amber_goes_to_a_direct_partner", header(us, Amber), giving(partner, outside_community()), Rule::MayHold},
      {"amber_is_not_relayed", header(other, Amber), giving(partner), Rule::OnlyFromOrigin},
      {"amber_goes_back_to_its_origin", header(partner, Amber), giving(partner, none()), Rule::IsOrigin},
      {"amber_strict_goes_to_a_direct_partner", header(us, Strict), giving(partner), Rule::MayHold},
      {"amber_strict_is_not_relayed", header(other, Strict), giving(partner), Rule::OnlyFromOrigin},
      {"red_goes_to_whom_it_names", header(us, Red, {partner}), giving(partner), Rule::MayHold},
      {"red_goes_to_nobody_else", header(us, Red, {other}), giving(partner), Rule::NotNamed},
      {"red_without_names_is_refused", header(us, Red), giving(partner), Rule::RedWithoutNames},
      {"red_is_not_relayed_even_to_whom_it_names", header(other, Red, {partner}), giving(partner),
       Rule::OnlyFromOrigin},
      {"release_to_narrows_clear", header(us, Clear, {other}), giving(partner), Rule::NotNamed},
      {"release_to_does_not_widen_green", header(us, Green, {partner}), giving(partner, outside_community()),
       Rule::NotCommunity},
      {"release_to_lets_the_origin_have_it_back", header(partner, Red, {us}), giving(partner), Rule::IsOrigin},
      {"expired_goes_to_nobody", expired(header(us, Clear)), giving(partner), Rule::Expired},
      {"local_never_leaves", local(header(us, Clear)), giving(partner), Rule::Local},
      {"local_does_not_even_go_back", local(header(partner, Clear)), giving(partner), Rule::Local},
      {"nothing_flows_without_terms", header(us, Clear), giving(partner, none()), Rule::NoTerms},
      {"nothing_flows_to_a_suspended_partner", header(us, Clear), giving(partner, open_terms(), Standing::Suspended),
       Rule::Suspended},
      {"nothing_flows_to_a_removed_partner", header(us, Clear), giving(partner, open_terms(), Standing::Removed),
       Rule::Removed},
      {"terms_end_at_their_marking", header(us, Amber), giving(partner, up_to(Green)), Rule::BeyondTerms},
      {"terms_include_their_marking", header(us, Amber), giving(partner, up_to(Amber)), Rule::MayHold},
      {"a_missing_marking_is_read_as_red", header(us, v1::TLP_UNSPECIFIED), giving(partner), Rule::RedWithoutNames},
      {"an_unknown_marking_is_read_as_red", header(us, static_cast<v1::Tlp>(9)), giving(partner),
       Rule::RedWithoutNames},
  };
}

std::vector<Row> receiving_rows() {
  Terms deaf = open_terms();
  deaf.hear_introduced = false;
  return {
      {"clear_is_taken_from_a_relay", header(other, Clear), receiving(partner), Rule::MayHold},
      {"green_is_judged_by_its_giver", header(partner, Green), receiving(partner, outside_community()), Rule::MayHold},
      {"amber_is_taken_from_its_origin", header(partner, Amber), receiving(partner), Rule::MayHold},
      {"amber_from_a_relay_is_a_leak", header(other, Amber), receiving(partner), Rule::OnlyFromOrigin, true},
      {"amber_strict_from_a_relay_is_a_leak", header(other, Strict), receiving(partner), Rule::OnlyFromOrigin, true},
      {"our_own_is_taken_back", header(us, Red, {other}), receiving(partner), Rule::IsOrigin},
      {"red_for_us_is_taken", header(partner, Red, {us}), receiving(partner), Rule::MayHold},
      {"red_for_another_is_a_leak", header(partner, Red, {other}), receiving(partner), Rule::NotNamed, true},
      {"red_for_another_is_a_leak_whatever_our_terms", header(partner, Red, {other}), receiving(partner, none()),
       Rule::NoTerms, true},
      {"red_without_names_is_a_leak", header(partner, Red), receiving(partner), Rule::RedWithoutNames, true},
      {"red_from_a_relay_is_a_leak", header(other, Red, {us}), receiving(partner), Rule::OnlyFromOrigin, true},
      {"green_for_others_is_a_leak", header(partner, Green, {other}), receiving(partner), Rule::NotNamed, true},
      {"local_is_a_leak", local(header(partner, Clear)), receiving(partner), Rule::Local, true},
      {"expired_is_refused_without_blame", expired(header(partner, Clear)), receiving(partner), Rule::Expired},
      {"beyond_what_we_accept_is_no_leak", header(partner, Amber), receiving(partner, up_to(Green)), Rule::BeyondTerms},
      {"nothing_is_taken_without_terms", header(partner, Clear), receiving(partner, none()), Rule::NoTerms},
      {"nothing_is_taken_from_the_suspended", header(partner, Clear),
       receiving(partner, open_terms(), Standing::Suspended), Rule::Suspended},
      {"nothing_is_taken_from_the_removed", header(partner, Clear), receiving(partner, open_terms(), Standing::Removed),
       Rule::Removed},
      {"an_introduced_origin_is_heard_only_if_we_say_so", header(other, Clear), receiving(partner, deaf),
       Rule::IntroducedNotHeard},
  };
}

std::string row_name(const testing::TestParamInfo<Row>& info) { return info.param.name; }

class MayHoldRow : public testing::TestWithParam<Row> {};

TEST_P(MayHoldRow, is_decided_by_its_rule) {
  const Row& row = GetParam();
  Circumstances circumstances;
  circumstances.origin_introduced = row.header.origin == other;
  const Decision decision = may_hold(row.header, row.handing, circumstances, now);
  EXPECT_EQ(name(decision.rule), name(row.rule)) << decision.why;
  EXPECT_EQ(decision.leak, row.leak);
  EXPECT_FALSE(decision.why.empty());
}

INSTANTIATE_TEST_SUITE_P(Sending, MayHoldRow, testing::ValuesIn(sending_rows()), row_name);
INSTANTIATE_TEST_SUITE_P(Receiving, MayHoldRow, testing::ValuesIn(receiving_rows()), row_name);

TEST(MayHold, the_names_of_rules_are_all_different_and_stable) {
  EXPECT_EQ(name(Rule::OnlyFromOrigin), "only_from_origin");
  EXPECT_EQ(name(Rule::NotItsOwn), "not_its_own");
  std::vector<std::string_view> seen;
  for (int i = 0; i <= static_cast<int>(Rule::OriginCutOff); ++i) seen.push_back(name(static_cast<Rule>(i)));
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST(MayHold, whom_we_cut_off_is_not_heard_through_relays_but_for_what_it_owes) {
  Circumstances cut_off;
  cut_off.origin_introduced = cut_off.origin_cut_off = true;
  EXPECT_EQ(may_hold(header(other, Clear), receiving(partner), cut_off, now).rule, Rule::OriginCutOff);
  EXPECT_EQ(may_hold(header(other, Clear), giving(partner), cut_off, now).rule, Rule::MayHold);
  cut_off.got_target = true;
  const auto withdrawal = header(other, Clear, {}, v1::KIND_WITHDRAWAL);
  EXPECT_EQ(may_hold(withdrawal, receiving(partner), cut_off, now).rule, Rule::OwedWithdrawal);
}

TEST(MayHold, a_bulletin_goes_until_the_instant_it_expires) {
  auto soon = header(us, Clear);
  soon.expires_at = now + base::Duration(1);
  EXPECT_TRUE(may_hold(soon, giving(partner), {}, now).allowed());
  EXPECT_FALSE(may_hold(soon, giving(partner), {}, soon.expires_at).allowed());
}

}  // namespace
}  // namespace tidings::policy
