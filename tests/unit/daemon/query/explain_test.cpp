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
  ASSERT_EQ(answer.view_size(), 5) << "a summary, two statements, one term, their sum";
  EXPECT_NE(answer.view(0).find("1 source counts"), std::string::npos) << answer.view(0);
  EXPECT_NE(answer.view(1).find("it counts"), std::string::npos) << answer.view(1);
  EXPECT_NE(answer.view(2).find("has withdrawn it"), std::string::npos) << answer.view(2);
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
