// What a score is made of here: terms with partners, settings, sources.
#include <gtest/gtest.h>

#include "daemon/query/query.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::query {
namespace {

using intake::claims_of;
using intake::header_by;
using intake::sign;
using partners::Organisation;

constexpr std::string_view address = "45.62.198.73";

v1::Value value_of(std::string_view text) {
  const auto claim = claims_of({text}).front();
  v1::Value value;
  value.set_type(claim.type());
  value.set_value(claim.value());
  return value;
}

struct ScoreTest : testing::Test {
  ScoreTest() {
    befriend(brussels, "brussels", 80);
    befriend(prague, "prague", 60);
    node.introduce(brussels, vilnius);
    indicator::Weights weights;
    weights.half_lives = {{observable::Type::Ipv4, std::chrono::hours(24 * 30)}};
    query = Query::make(*node.store, *node.book, node.warnings, node.home, node.clock, weights);
  }
  void befriend(const Organisation& partner, const std::string& alias, std::uint8_t trust) {
    node.befriend(partner, alias, {v1::TLP_AMBER, v1::TLP_AMBER, true, true, trust});
  }
  v1::Header header(const Organisation& origin, v1::Kind kind = v1::KIND_REPORT) {
    node.clock.advance(std::chrono::seconds(1));
    auto made = header_by(origin, node.clock.now());
    made.set_kind(kind);
    return made;
  }
  bulletin::Signed say(const Organisation& origin, const v1::Header& header) {
    const auto bulletin = sign(origin, header, claims_of({address}));
    const auto giver = origin.id() == taipei.id()   ? identity::OrgId{}
                       : origin.id() == prague.id() ? prague.id()
                                                    : brussels.id();
    const auto answer = node.submit(bulletin, giver);
    EXPECT_EQ(answer.ending, intake::Ending::Stored) << answer.error.what;
    return bulletin;
  }
  bulletin::Signed report(const Organisation& origin, std::uint32_t confidence) {
    auto made = header(origin);
    made.set_confidence(confidence + 1);
    return say(origin, made);
  }
  v1::Verdictual look_up() {
    v1::LookupRequest request;
    *request.add_values() = value_of(address);
    return node.wait<base::Result<v1::LookupAnswer>>([&](auto done) { query->lookup(request, {}, done); })->results(0);
  }
  v1::Indicator ask() {
    v1::QueryRequest request;
    *request.mutable_value() = value_of(address);
    return node.wait<base::Result<v1::QueryAnswer>>([&](auto done) { query->query(request, {}, done); })->indicators(0);
  }
  v1::ExplainAnswer explain() {
    v1::ExplainRequest request;
    *request.mutable_value() = value_of(address);
    return node.wait<base::Result<v1::ExplainAnswer>>([&](auto done) { query->explain(request, {}, done); }).value();
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"}, prague{"Prague"};
  intake::Node node{taipei};
  std::unique_ptr<Query> query;
};

TEST_F(ScoreTest, weighs_a_report_by_our_trust_in_its_origin) {
  report(brussels, 50);
  EXPECT_EQ(look_up().score(), 40u);
  EXPECT_EQ(ask().score(), 40u);
  EXPECT_EQ(ask().said(0).trust(), 80u);
}

TEST_F(ScoreTest, believes_itself_wholly_and_an_introduced_origin_little) {
  report(vilnius, 100);
  EXPECT_EQ(look_up().score(), 25u);
  report(taipei, 72);
  EXPECT_EQ(look_up().score(), 79u) << "1 - 0.75 * 0.28";
}

TEST_F(ScoreTest, an_introduced_origin_is_believed_no_more_than_who_introduced_it) {
  node.wait<base::Status>(
      [&](auto done) { node.book->set_terms(brussels.id(), {v1::TLP_AMBER, v1::TLP_AMBER, true, true, 10}, done); });
  report(vilnius, 100);
  EXPECT_EQ(look_up().score(), 10u);
}

TEST_F(ScoreTest, follows_a_change_of_terms_at_once) {
  report(brussels, 100);
  node.wait<base::Status>(
      [&](auto done) { node.book->set_terms(brussels.id(), {v1::TLP_AMBER, v1::TLP_AMBER, true, true, 30}, done); });
  EXPECT_EQ(look_up().score(), 30u);
}

TEST_F(ScoreTest, halves_with_the_half_life_of_the_type) {
  auto made = header(brussels);
  made.set_confidence(101);
  made.set_expires_at((node.clock.now() + std::chrono::hours(24 * 300)).us);
  say(brussels, made);
  node.clock.advance(std::chrono::hours(24 * 30));
  EXPECT_EQ(look_up().score(), 40u);
  query->set_weights({});
  EXPECT_EQ(look_up().score(), 64u) << "90 days unless told";
}

TEST_F(ScoreTest, a_report_based_on_anothers_counts_once_and_says_so) {
  const auto source = report(brussels, 50);
  auto made = header(prague);
  made.set_confidence(51);
  made.add_based_on(source.header.id.str());
  say(prague, made);
  EXPECT_EQ(look_up().score(), 40u) << "not 1 - 0.6 * 0.7";
  EXPECT_EQ(look_up().origins_size(), 1);
  const auto told = ask();
  ASSERT_EQ(told.said_size(), 2) << "every claim is beside each other, the copied one too";
  EXPECT_FALSE(told.said(0).counts());
  EXPECT_EQ(told.said(0).copied_from(), source.header.id.str());
  EXPECT_EQ(told.said(0).betrayed_by(), "based_on");
  const auto explained = explain();
  const auto& copied = explained.view(4);  // behind the summary, a term, their sum, and what counts
  EXPECT_NE(copied.find("it came from bulletin " + source.header.id.brief() + " of brussels"), std::string::npos)
      << copied;
}

TEST_F(ScoreTest, a_dispute_by_partners_lowers_it_and_shows_with_its_reason) {
  const auto disputed = report(brussels, 100);
  for (const auto* origin : {&prague, &taipei}) {
    auto made = header(*origin, v1::KIND_DISPUTE);
    made.set_text("a shared host");
    made.add_targets()->set_bulletin_id(disputed.header.id.str());
    say(*origin, made);
  }
  const auto found = look_up();
  EXPECT_EQ(found.disputes(), 2u);
  EXPECT_EQ(found.disputed_by_size(), 2);
  EXPECT_EQ(found.score(), 8u) << "0.8 * (1 - 0.6 * 0.8) * (1 - 0.8) = 0.0832";
  const auto told = ask();
  EXPECT_EQ(told.said(0).text(), "a shared host");
  EXPECT_EQ(told.said(2).text(), "") << "a report's text stands in its bulletin";
}

TEST_F(ScoreTest, a_long_reason_is_cut_between_characters) {
  const auto disputed = report(brussels, 100);
  auto made = header(prague, v1::KIND_DISPUTE);
  std::string reason = "a";
  for (int i = 0; i < 1000; ++i) reason += "誤";
  made.set_text(reason);
  made.add_targets()->set_bulletin_id(disputed.header.id.str());
  say(prague, made);
  const auto text = ask().said(0).text();
  EXPECT_LT(text.size(), 1100u);
  EXPECT_EQ(text.substr(text.size() - 7), "誤 …");
}

TEST_F(ScoreTest, explain_tells_every_term_and_their_points_are_the_score) {
  report(brussels, 50);
  report(vilnius, 90);
  const auto disputed = report(taipei, 60);
  auto made = header(prague, v1::KIND_DISPUTE);
  made.add_targets()->set_bulletin_id(disputed.header.id.str());
  say(prague, made);
  const auto explained = explain();
  ASSERT_EQ(explained.terms_size(), 4);
  std::int32_t sum = 0;
  for (const auto& term : explained.terms()) sum += term.points();
  EXPECT_EQ((sum + 50) / 100, static_cast<std::int32_t>(look_up().score()));
  EXPECT_EQ(explained.terms(0).origin_name(), node.book->current()->name_of(taipei.id())) << "the greatest first";
  EXPECT_EQ(explained.terms(3).effect(), "disputes");
  EXPECT_LT(explained.terms(3).points(), 0);
  const auto& last = explained.view(explained.terms_size() + 1);
  EXPECT_NE(last.find("the score is " + std::to_string(look_up().score())), std::string::npos) << last;
}

TEST_F(ScoreTest, explain_tells_whose_sighting_keeps_a_report_fresh) {
  report(prague, 90);
  EXPECT_EQ(explain().view(1).find("since the sighting"), std::string::npos) << explain().view(1);
  node.clock.advance(std::chrono::hours(24 * 10));
  const auto seen = say(brussels, header(brussels, v1::KIND_SIGHTING));
  node.clock.advance(std::chrono::hours(24 * 3));
  const auto term = explain().view(1);
  EXPECT_NE(term.find("age 3d since the sighting by brussels in bulletin " + seen.header.id.brief()), std::string::npos)
      << term;
}

}  // namespace
}  // namespace tidings::query
