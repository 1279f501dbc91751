// What refers to another bulletin never reaches further than it, and a withdrawal is owed to whoever got its target.
#include <gtest/gtest.h>

#include "tests/unit/core/policy/fixture.hpp"

namespace tidings::policy {
namespace {

using namespace test;

const auto Clear = v1::TLP_CLEAR, Green = v1::TLP_GREEN, Amber = v1::TLP_AMBER, Strict = v1::TLP_AMBER_STRICT,
           Red = v1::TLP_RED;

bulletin::Header withdrawal(const OrgId& origin, v1::Tlp tlp, std::initializer_list<OrgId> names = {}) {
  return header(origin, tlp, names, v1::KIND_WITHDRAWAL);
}
TargetAudience target(const OrgId& origin, v1::Tlp tlp, std::vector<OrgId> names = {}) {
  return {tlp, std::move(names), false, origin};
}
Circumstances about(const TargetAudience& target, bool got = false) { return {got, {target}, false}; }
Rule rule_of(const bulletin::Header& header, const Handing& handing, const Circumstances& circumstances) {
  return may_hold(header, handing, circumstances, now).rule;
}
bool within(const bulletin::Header& a, const TargetAudience& b) {
  return reaches_no_further(a.message.audience(), a.origin, b);
}

TEST(Reference, a_sighting_wider_than_its_target_goes_to_nobody) {
  const auto sighting = header(us, Green, {}, v1::KIND_SIGHTING);
  EXPECT_EQ(rule_of(sighting, giving(partner), about(target(partner, Amber))), Rule::WiderThanTarget);
  EXPECT_EQ(rule_of(sighting, giving(partner), about(target(partner, Green))), Rule::MayHold);
}

TEST(Reference, a_sighting_of_anothers_amber_may_answer_its_origin_alone) {
  const auto answer = header(us, Amber, {partner}, v1::KIND_SIGHTING);
  EXPECT_EQ(rule_of(answer, giving(partner), about(target(partner, Amber))), Rule::MayHold);
  const auto told_around = header(us, Amber, {partner, other}, v1::KIND_SIGHTING);
  EXPECT_EQ(rule_of(told_around, giving(other), about(target(partner, Amber))), Rule::WiderThanTarget);
}

TEST(Reference, a_wider_dispute_is_refused_on_receipt_and_blamed_on_its_origin_only) {
  const auto dispute = header(partner, Green, {}, v1::KIND_DISPUTE);
  const auto from_origin = may_hold(dispute, receiving(partner), about(target(us, Amber)), now);
  EXPECT_EQ(from_origin.rule, Rule::WiderThanTarget);
  EXPECT_TRUE(from_origin.leak);
  const auto from_relay = may_hold(dispute, receiving(other), about(target(us, Amber)), now);
  EXPECT_EQ(from_relay.rule, Rule::WiderThanTarget);
  EXPECT_FALSE(from_relay.leak);
}

TEST(Reference, a_withdrawal_passes_narrowed_terms_for_one_who_got_its_target) {
  const Terms narrowed{Clear, Clear, false, false};
  EXPECT_EQ(rule_of(withdrawal(us, Amber), giving(partner, narrowed), about(target(us, Amber), true)),
            Rule::OwedWithdrawal);
  EXPECT_EQ(rule_of(withdrawal(us, Amber), giving(partner, narrowed), about(target(us, Amber))), Rule::BeyondTerms);
}

TEST(Reference, a_withdrawal_passes_a_left_community_and_a_suspension) {
  const Terms outside{Red, Red, false, true};
  const auto got = about(target(us, Green), true);
  EXPECT_EQ(rule_of(withdrawal(us, Green), giving(partner, outside), got), Rule::OwedWithdrawal);
  EXPECT_EQ(rule_of(withdrawal(us, Green), giving(partner, {}, Standing::Suspended), got), Rule::OwedWithdrawal);
  EXPECT_EQ(rule_of(withdrawal(us, Green), giving(partner, outside, Standing::Removed), got), Rule::Removed);
}

TEST(Reference, a_withdrawal_of_what_we_hold_is_taken_though_our_terms_were_narrowed) {
  EXPECT_EQ(rule_of(withdrawal(partner, Amber), receiving(partner, {}), about(target(partner, Amber), true)),
            Rule::OwedWithdrawal);
}

TEST(Reference, an_owed_withdrawal_does_not_pass_what_its_own_header_says) {
  const auto got = about(target(other, Green), true);
  EXPECT_EQ(rule_of(withdrawal(other, Amber), giving(partner), got), Rule::OnlyFromOrigin);
  EXPECT_EQ(rule_of(withdrawal(us, Green, {other}), giving(partner), about(target(us, Green), true)), Rule::NotNamed);
}

TEST(Reference, a_withdrawal_of_anothers_bulletin_is_refused) {
  const auto got = about(target(other, Clear), true);
  EXPECT_EQ(rule_of(withdrawal(partner, Clear), receiving(partner), got), Rule::NotItsOwn);
  EXPECT_EQ(rule_of(withdrawal(us, Clear), giving(partner), got), Rule::NotItsOwn);
}

TEST(Reference, only_a_withdrawal_is_owed) {
  const Terms narrowed{Clear, Clear, true, true};
  const auto report = header(us, Amber);
  EXPECT_EQ(rule_of(report, giving(partner, narrowed), {true, {}, false}), Rule::BeyondTerms);
}

TEST(ReachesNoFurther, markings_are_compared_in_order) {
  EXPECT_TRUE(within(header(us, Amber), target(us, Green)));
  EXPECT_FALSE(within(header(us, Green), target(us, Amber)));
  EXPECT_FALSE(within(header(us, Amber), target(us, Strict)));
  EXPECT_TRUE(within(header(us, Strict), target(us, Amber)));
}

TEST(ReachesNoFurther, names_must_be_among_the_targets_names) {
  EXPECT_TRUE(within(header(us, Red, {partner}), target(us, Red, {partner, other})));
  EXPECT_FALSE(within(header(us, Red, {partner, stranger}), target(us, Red, {partner, other})));
  EXPECT_FALSE(within(header(us, Green), target(us, Green, {partner})));
  EXPECT_TRUE(within(header(us, Green, {partner}), target(us, Green)));
}

TEST(ReachesNoFurther, a_targets_origin_may_always_be_told) {
  EXPECT_TRUE(within(header(us, Red, {other}), target(other, Red, {us})));
  EXPECT_TRUE(within(header(us, Red, {other}), target(other, Red)));
  EXPECT_FALSE(within(header(us, Red, {partner}), target(other, Red)));
}

TEST(ReachesNoFurther, what_is_local_stays_local) {
  TargetAudience local = target(us, Clear);
  local.local = true;
  EXPECT_FALSE(within(header(us, Red, {partner}), local));
  auto kept = header(us, Clear);
  kept.message.mutable_audience()->set_local(true);
  EXPECT_TRUE(within(kept, local));
}

TEST(ReachesNoFurther, a_name_that_is_no_organisation_widens_nothing) {
  auto broken = header(us, Green);
  broken.message.mutable_audience()->add_release_to("short");
  EXPECT_FALSE(within(header(us, Green), audience_of(broken)));
  EXPECT_FALSE(within(broken, target(us, Green, {partner})));
}

}  // namespace
}  // namespace tidings::policy
