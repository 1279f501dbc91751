// One who talks much of a value, and what becomes of everybody else's word.
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::query {
namespace {

constexpr std::string_view value = "evil.example.net";

struct CrowdedTest : QueryTest {
  /// More than is read of one value at once, by Brussels: in each bulletin as many claims as are filed.
  void talk(v1::Kind kind, const bulletin::Signed& target, v1::Tlp tlp = v1::TLP_GREEN) {
    constexpr std::size_t claims_each = 16;
    auto claims = std::vector<v1::Claim>(claims_each, intake::claim_of(value));
    for (std::size_t i = 0; i < claims_each; ++i) claims[i].set_confidence(static_cast<std::uint32_t>(i + 1));
    for (std::size_t said = 0; said <= store::max_hits_a_key; said += claims_each) {
      node.clock.advance(std::chrono::milliseconds(1));
      auto header = header_by(brussels, node.clock.now(), tlp);
      if (tlp == v1::TLP_RED) header.mutable_audience()->add_release_to(taipei.id().str());
      header.set_kind(kind);
      if (kind == v1::KIND_DISPUTE) header.add_targets()->set_bulletin_id(target.header.id.str());
      say(brussels, header, claims);
    }
  }
  bulletin::Signed say_red(const Organisation& origin) {
    node.clock.advance(std::chrono::seconds(1));
    auto header = header_by(origin, node.clock.now(), v1::TLP_RED);
    header.mutable_audience()->add_release_to(taipei.id().str());
    return say(origin, header, claims_of({value}));
  }
};

TEST_F(CrowdedTest, nobody_is_talked_out_of_an_answer) {
  const auto report = say(vilnius, {value});
  talk(v1::KIND_DISPUTE, report);
  const auto found = look_up({value});
  EXPECT_TRUE(found.results(0).cut()) << "told that there is more";
  EXPECT_EQ(found.results(0).verdict(), v1::VERDICT_MALICIOUS);
  ASSERT_EQ(found.results(0).origins_size(), 1);
  EXPECT_EQ(found.names(static_cast<int>(found.results(0).origins(0))), "Vilnius");
  EXPECT_EQ(found.results(0).disputes(), 1U) << "however often";
  EXPECT_GT(found.results(0).score(), 0U);
  v1::ExplainRequest why;
  *why.mutable_value() = value_of(value);
  const auto explained = explain(why).value();
  const auto& said = explained.indicator().said();
  EXPECT_TRUE(std::ranges::any_of(said, [&](const auto& one) { return one.bulletin_id() == report.header.id.bytes(); }))
      << "what counts is told";
  withdraw(vilnius, report);
  EXPECT_EQ(look_up({value}).results(0).verdict(), v1::VERDICT_UNSPECIFIED);
}

TEST_F(CrowdedTest, a_listing_passes_over_what_is_said_again_in_a_few_steps) {
  const auto report = say(vilnius, {value, "quiet.example.net"});
  talk(v1::KIND_REPORT, report);
  v1::QueryRequest request;
  request.set_limit(10);
  Texts found;
  int pages = 0;
  do {
    const auto page = ask(request).value();
    for (const auto& indicator : page.indicators()) found.push_back(indicator.value().value());
    request.set_page(page.next_page());
  } while (!request.page().empty() && ++pages < 1'000);
  EXPECT_EQ(found.size(), 2U);
  EXPECT_LE(pages, 30) << "ten thousand statements in six hundred bulletins";
}

TEST_F(CrowdedTest, a_crowd_above_the_ceiling_is_not_told) {
  const Ceiling green{v1::TLP_GREEN};
  talk(v1::KIND_SIGHTING, say_red(brussels), v1::TLP_RED);
  EXPECT_TRUE(look_up({value}, {v1::TLP_RED}).results(0).cut());
  const auto none = look_up({value, "nobody-speaks-of-it.tw"}, green);
  EXPECT_EQ(none.results(0).SerializeAsString(), none.results(1).SerializeAsString());
  say(vilnius, {value});
  const auto found = look_up({value}, green).results(0);
  EXPECT_TRUE(found.found());
  EXPECT_FALSE(found.cut()) << "all that may be seen was read";
  v1::QueryRequest request;
  *request.mutable_value() = value_of(value);
  EXPECT_FALSE(ask(request, green)->indicators(0).cut());
  EXPECT_TRUE(ask(request, {v1::TLP_RED})->indicators(0).cut());
}

TEST_F(CrowdedTest, a_report_that_holds_is_heard_behind_what_is_not_told_or_does_not_hold) {
  const Ceiling green{v1::TLP_GREEN};
  const auto report = say(brussels, {value});
  talk(v1::KIND_SIGHTING, report);
  for (int i = 0; i < 6; ++i) {
    withdraw(brussels, say(brussels, {value}));
    node.clock.advance(std::chrono::seconds(1));
    auto dispute = header_by(brussels, node.clock.now());
    dispute.set_kind(v1::KIND_DISPUTE);
    dispute.add_targets()->set_bulletin_id(report.header.id.str());
    say(brussels, dispute, claims_of({value}));
    auto over = header_by(brussels, node.clock.now());
    auto claims = claims_of({value});
    claims[0].set_valid_until(node.clock.now().us + 500'000);
    say(brussels, over, claims);
    node.clock.advance(std::chrono::seconds(1));
  }
  EXPECT_TRUE(look_up({value}).results(0).found()) << "behind withdrawn reports, and some that are over";
  for (int i = 0; i < 6; ++i) say_red(brussels);
  const auto told = look_up({value}, green).results(0);
  EXPECT_TRUE(told.found()) << "behind reports above the ceiling";
  EXPECT_EQ(told.disputes(), 1U);
  withdraw(brussels, report);
  EXPECT_FALSE(look_up({value}, green).results(0).found());
}

TEST_F(CrowdedTest, what_one_bulletin_saw_more_often_than_is_filed_is_added_up) {
  say(vilnius, {value, "other-name.tw"});
  std::vector<v1::Claim> seen;
  for (std::uint64_t hour = 0; hour < 24; ++hour) {
    seen.push_back(intake::claim_of(value));
    seen.back().mutable_sighting()->set_count(hour + 1);
    seen.push_back(intake::claim_of("other-name.tw"));
  }
  seen[46].set_valid_until(node.clock.now().us + 60'000'000);
  auto header = header_by(brussels, node.clock.now());
  header.set_kind(v1::KIND_SIGHTING);
  const auto sighting = say(brussels, header, seen);
  EXPECT_EQ(look_up({value}).results(0).sightings(), 300U);
  EXPECT_EQ(look_up({"other-name.tw"}).results(0).sightings(), 24U);
  EXPECT_EQ(show(sighting.header.id.text()).value().front().not_indexed(), 0U);
  node.clock.advance(std::chrono::minutes(2));
  EXPECT_EQ(look_up({value}).results(0).sightings(), 276U) << "what is over does not count";
}

}  // namespace
}  // namespace tidings::query
