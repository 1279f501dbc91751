#include "tests/unit/formats/exports/samples.hpp"

namespace tidings::exports {
namespace {

Left judged(Purpose purpose, const v1::Indicator& indicator, GateOptions options = {}) {
  return Gate(purpose, std::move(options), now).judge(indicator).why;
}

v1::Indicator evil() { return reported("evil.example"); }

v1::Indicator evil_with_pap(v1::Pap pap) {
  auto indicator = evil();
  indicator.mutable_said(0)->set_pap(pap);
  return indicator;
}

TEST(Gate, blocking_needs_pap_green_or_clear) {
  EXPECT_EQ(judged(Purpose::Blocks, evil_with_pap(v1::PAP_CLEAR)), Left::Nothing);
  EXPECT_EQ(judged(Purpose::Blocks, evil_with_pap(v1::PAP_GREEN)), Left::Nothing);
  EXPECT_EQ(judged(Purpose::Blocks, evil_with_pap(v1::PAP_AMBER)), Left::Pap);
  EXPECT_EQ(judged(Purpose::Blocks, evil_with_pap(v1::PAP_RED)), Left::Pap);
}

TEST(Gate, detecting_needs_pap_amber_or_wider) {
  EXPECT_EQ(judged(Purpose::Detects, evil_with_pap(v1::PAP_AMBER)), Left::Nothing);
  EXPECT_EQ(judged(Purpose::Detects, evil_with_pap(v1::PAP_RED)), Left::Pap);
}

TEST(Gate, pap_red_is_for_searching_logs_and_reading_alone) {
  EXPECT_EQ(judged(Purpose::SearchesLogs, evil_with_pap(v1::PAP_RED)), Left::Nothing);
  EXPECT_EQ(judged(Purpose::ForPeople, evil_with_pap(v1::PAP_RED)), Left::Nothing);
}

TEST(Gate, a_pap_that_is_not_known_or_not_stated_is_red) {
  EXPECT_EQ(judged(Purpose::Detects, evil_with_pap(static_cast<v1::Pap>(9))), Left::Pap);
  EXPECT_EQ(judged(Purpose::Detects, evil_with_pap(v1::PAP_UNSPECIFIED)), Left::Pap);
}

TEST(Gate, max_pap_narrows_and_never_widens) {
  GateOptions narrow, wide;
  narrow.max_pap = v1::PAP_CLEAR;
  wide.max_pap = v1::PAP_RED;
  EXPECT_EQ(judged(Purpose::SearchesLogs, evil_with_pap(v1::PAP_GREEN), narrow), Left::Pap);
  EXPECT_EQ(judged(Purpose::Blocks, evil_with_pap(v1::PAP_RED), wide), Left::Pap);
}

TEST(Gate, another_origin_may_permit_what_one_does_not) {
  auto indicator = evil_with_pap(v1::PAP_RED);
  *indicator.add_said() = evil_with_pap(v1::PAP_GREEN).said(0);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Nothing);
}

TEST(Gate, a_copy_of_anothers_report_permits_nothing) {
  auto indicator = evil_with_pap(v1::PAP_RED);
  auto& copy = *indicator.add_said();
  copy = evil_with_pap(v1::PAP_CLEAR).said(0);
  copy.set_counts(false);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Pap);
}

TEST(Gate, markings_narrower_than_the_readers_stay) {
  auto indicator = evil();
  indicator.mutable_said(0)->set_tlp(v1::TLP_AMBER_STRICT);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Tlp);
  GateOptions options;
  options.max_tlp = v1::TLP_RED;
  EXPECT_EQ(judged(Purpose::Blocks, indicator, options), Left::Nothing);
}

TEST(Gate, what_is_not_for_ids_never_leaves_for_machines) {
  auto indicator = evil();
  indicator.mutable_said(0)->add_tags("misp:to_ids=\"0\"");
  for (const auto purpose : {Purpose::Blocks, Purpose::Detects, Purpose::SearchesLogs}) {
    EXPECT_EQ(judged(purpose, indicator), Left::NotToIds);
  }
  EXPECT_EQ(judged(Purpose::ForPeople, indicator), Left::Nothing);
}

TEST(Gate, benign_unknown_and_warning_listed_never_leave_for_machines) {
  for (const auto verdict : {v1::VERDICT_BENIGN, v1::VERDICT_UNKNOWN, v1::VERDICT_UNSPECIFIED}) {
    auto indicator = evil();
    indicator.set_verdict(verdict);
    EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Verdict);
    EXPECT_EQ(judged(Purpose::ForPeople, indicator), Left::Nothing);
  }
  auto warned = evil();
  warned.add_warnings()->set_list("top sites");
  EXPECT_EQ(judged(Purpose::Detects, warned), Left::Warned);
  EXPECT_EQ(judged(Purpose::ForPeople, warned), Left::Nothing);
}

TEST(Gate, what_is_marked_to_stay_here_is_read_here_and_never_handed_on) {
  auto indicator = evil();
  indicator.mutable_said(0)->set_local(true);
  EXPECT_EQ(judged(Purpose::HandsOn, indicator), Left::Local);
  EXPECT_EQ(judged(Purpose::ForPeople, indicator), Left::Nothing);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Nothing) << "by our own resolver";
}

TEST(Gate, an_object_is_judged_by_its_marking_and_age_not_by_what_only_values_have) {
  auto said = evil().said(0);
  said.set_role(v1::ROLE_UNSPECIFIED);
  GateOptions options;
  options.roles = {v1::ROLE_C2};
  EXPECT_EQ(Gate(Purpose::HandsOn, options, now).judge_original(said), Left::Nothing);
  said.set_tlp(v1::TLP_RED);
  EXPECT_EQ(Gate(Purpose::HandsOn, options, now).judge_original(said), Left::Tlp);
}

TEST(Gate, a_report_that_clears_permits_nothing_though_others_accuse) {
  auto indicator = evil();
  indicator.mutable_said(0)->set_verdict(v1::VERDICT_BENIGN);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Verdict);
}

TEST(Gate, what_has_expired_leaves) {
  auto indicator = evil();
  indicator.mutable_said(0)->set_valid_until(now.us);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Expired);
}

TEST(Gate, sightings_alone_are_no_report) {
  auto indicator = evil();
  indicator.mutable_said(0)->set_kind(v1::KIND_SIGHTING);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Unreported);
}

v1::Indicator disputed(std::uint32_t trust) {
  auto indicator = evil();
  auto& dispute = *indicator.add_said();
  dispute.set_kind(v1::KIND_DISPUTE);
  dispute.set_origin("another");
  dispute.set_trust(trust);
  indicator.set_disputes(1);
  return indicator;
}

TEST(Gate, a_dispute_counts_if_its_origin_is_trusted) {
  EXPECT_EQ(judged(Purpose::Blocks, disputed(50)), Left::Disputed);
  EXPECT_EQ(judged(Purpose::Blocks, disputed(49)), Left::Nothing);
  GateOptions two;
  two.disputes = 2;
  EXPECT_EQ(judged(Purpose::Blocks, disputed(100), two), Left::Nothing);
  GateOptions none;
  none.disputes = 0;
  EXPECT_EQ(judged(Purpose::Blocks, disputed(100), none), Left::Nothing);
}

TEST(Gate, one_origin_that_disputes_twice_counts_once) {
  auto indicator = disputed(80);
  *indicator.add_said() = indicator.said(1);
  GateOptions two;
  two.disputes = 2;
  EXPECT_EQ(judged(Purpose::Blocks, indicator, two), Left::Nothing);
}

TEST(Gate, victims_are_let_out_only_when_they_are_asked_for) {
  auto indicator = evil();
  indicator.mutable_said(0)->set_role(v1::ROLE_VICTIM);
  EXPECT_EQ(judged(Purpose::Blocks, indicator), Left::Role);
  GateOptions asked;
  asked.roles = {v1::ROLE_VICTIM};
  EXPECT_EQ(judged(Purpose::Blocks, indicator, asked), Left::Nothing);
  EXPECT_EQ(judged(Purpose::Blocks, evil(), asked), Left::Role);
}

TEST(Gate, chooses_by_type_score_ecosystem_and_age) {
  GateOptions options;
  options.types = {observable::Type::Ipv4};
  EXPECT_EQ(judged(Purpose::Blocks, evil(), options), Left::Type);
  options = {};
  options.min_score = 81;
  EXPECT_EQ(judged(Purpose::Blocks, evil(), options), Left::Score);
  options = {};
  options.ecosystems = {"health"};
  EXPECT_EQ(judged(Purpose::Blocks, evil(), options), Left::Ecosystem);
  auto health = evil();
  health.mutable_said(0)->add_ecosystems("health");
  EXPECT_EQ(judged(Purpose::Blocks, health, options), Left::Nothing);
  options = {};
  options.max_age = std::chrono::minutes(59);
  EXPECT_EQ(judged(Purpose::Blocks, evil(), options), Left::Age);
  options.max_age = std::chrono::minutes(61);
  EXPECT_EQ(judged(Purpose::Blocks, evil(), options), Left::Nothing);
}

TEST(Gate, counts_by_reason_and_tells_them) {
  auto narrow = evil_with_pap(v1::PAP_RED);
  const auto made = make("hosts", {evil(), narrow, reported("198.51.100.7")});
  EXPECT_EQ(made.counts.text(), "1 written; left out: 1 by type, 1 by pap");
}

}  // namespace
}  // namespace tidings::exports
