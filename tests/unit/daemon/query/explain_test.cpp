#include "daemon/query/find.hpp"
#include "daemon/query/lookup.hpp"
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::query {
namespace {

TEST_F(QueryTest, explain_tells_what_does_not_count_and_why) {
  const auto withdrawn = say(brussels, {"45.62.198.73"});
  withdraw(brussels, withdrawn);
  say(vilnius, {"45.62.198.73"});
  v1::ExplainRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  const auto answer = explain(request).value();
  ASSERT_EQ(answer.view_size(), 5) << "a summary, one term, their sum, two statements";
  EXPECT_NE(answer.view(0).find("1 source counts"), std::string::npos) << answer.view(0);
  EXPECT_NE(answer.view(2).find("the score is"), std::string::npos) << answer.view(2);
  EXPECT_NE(answer.view(3).find("it counts"), std::string::npos) << answer.view(3);
  EXPECT_NE(answer.view(4).find("has withdrawn it"), std::string::npos) << answer.view(4);
}

TEST_F(QueryTest, explain_tells_what_counts_first_however_much_another_says) {
  const auto quiet = say(vilnius, {"45.62.198.73"});
  auto dispute = header_by(taipei, node.clock.now());
  dispute.set_kind(v1::KIND_DISPUTE);
  dispute.add_targets()->set_bulletin_id(quiet.header.id.str());
  const auto disputed = say(taipei, dispute, claims_of({"45.62.198.73"}));
  constexpr int much = 250;
  for (int i = 0; i < much; ++i) say(brussels, {"45.62.198.73"});
  v1::ExplainRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  const auto answer = explain(request).value();
  const auto place_of = [&](const bulletin::Signed& bulletin, std::string_view words) {
    for (int i = 0; i < answer.view_size(); ++i) {
      const auto& sentence = answer.view(i);
      const bool is_it = sentence.find("in bulletin " + bulletin.header.id.brief() + "; ") != std::string::npos;
      if (is_it && sentence.find(words) != std::string::npos) return i;
    }
    return -1;
  };
  const int terms = 1 + answer.terms_size() + 1;  // and the summary, and their sum
  EXPECT_GE(place_of(quiet, "it counts"), terms);
  EXPECT_LE(place_of(quiet, "it counts"), terms + 1);
  EXPECT_EQ(place_of(disputed, "told beside the verdict"), terms + 2);
  EXPECT_EQ(answer.view(answer.view_size() - 1), "and 52 more");
  std::set<std::string> held;
  for (const auto& holding : answer.holdings()) held.insert(holding.bulletin_id());
  EXPECT_TRUE(held.contains(quiet.header.id.str()));
  EXPECT_TRUE(held.contains(disputed.header.id.str()));
}

TEST_F(QueryTest, explain_keeps_the_terms_that_weigh_most) {
  constexpr int many = 120;
  std::vector<Organisation> others;
  others.reserve(many);
  bulletin::BulletinId last;
  for (int i = 0; i < many; ++i) {
    others.emplace_back("Origin " + std::to_string(i));
    node.introduce(brussels, others.back());
    last = say(others.back(), {"45.62.198.73"}).header.id;
  }
  auto dispute = header_by(taipei, node.clock.now());
  dispute.set_kind(v1::KIND_DISPUTE);
  dispute.add_targets()->set_bulletin_id(last.str());
  say(taipei, dispute, claims_of({"45.62.198.73"}));
  v1::ExplainRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  const auto answer = explain(request).value();
  ASSERT_EQ(answer.terms_size(), 101) << "and the others, summed up";
  EXPECT_EQ(answer.terms(100).effect(), "others");
  EXPECT_EQ(answer.terms(99).effect(), "disputes") << "reckoned last, and it weighs most";
  std::int32_t sum = 0;
  for (const auto& term : answer.terms()) sum += term.points();
  EXPECT_EQ((sum + 50) / 100, static_cast<std::int32_t>(answer.indicator().score()));
}

TEST_F(QueryTest, explain_tells_partner_by_partner_who_may_hold_a_bulletin) {
  node.befriend(vilnius, "vilnius", {v1::TLP_GREEN, v1::TLP_GREEN, true, true});
  const auto amber = say(taipei, {"45.62.198.73"}, v1::TLP_AMBER);
  v1::ExplainRequest request;
  request.set_id(amber.header.id.text());
  auto answer = explain(request).value();
  ASSERT_EQ(answer.holdings_size(), 2);
  for (const auto& holding : answer.holdings()) {
    EXPECT_EQ(holding.may_hold(), holding.partner() == "brussels") << holding.why();
    EXPECT_FALSE(holding.delivered());
    EXPECT_EQ(holding.rule(), holding.partner() == "vilnius" ? "beyond_terms" : "may_hold");
  }
  request.set_partner("brussels");
  EXPECT_EQ(explain(request).value().holdings_size(), 1);
  request.set_partner("nobody");
  EXPECT_EQ(explain(request).error().code, ErrorCode::NotFound);
}

TEST_F(QueryTest, explain_tells_of_a_value_who_may_hold_each_bulletin_that_speaks_of_it) {
  const auto first = say(brussels, {"45.62.198.73"});
  withdraw(brussels, first);
  const auto second = say(brussels, {"45.62.198.73"});
  const auto ours = say(taipei, {"45.62.198.73"}, v1::TLP_AMBER);
  v1::ExplainRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  std::set<std::string> told;
  const auto explained = explain(request).value();
  for (const auto& holding : explained.holdings()) told.insert(holding.bulletin_id());
  EXPECT_EQ(told, (std::set{second.header.id.str(), ours.header.id.str()})) << "those that hold, in one answer";
}

}  // namespace
}  // namespace tidings::query
