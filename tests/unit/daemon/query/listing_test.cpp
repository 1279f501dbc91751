#include <array>

#include "daemon/query/find.hpp"
#include "daemon/query/lookup.hpp"
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::query {
namespace {

TEST_F(QueryTest, a_type_is_listed_newest_first_over_pages_each_value_once) {
  say(brussels, {"45.62.198.1", "45.62.198.2", "evil.example.net"});
  say(vilnius, {"45.62.198.2", "45.62.198.3", "*.example.net"});
  v1::QueryRequest request;
  request.mutable_filter()->add_types(static_cast<std::uint32_t>(observable::Type::Ipv4));
  for (const std::uint32_t page : {1u, 2u, 100u}) {
    EXPECT_EQ(values(request, page), (Texts{"45.62.198.2", "45.62.198.3", "45.62.198.1"})) << "pages of " << page;
  }
  request.mutable_filter()->set_types(0, static_cast<std::uint32_t>(observable::Type::Domain));
  EXPECT_EQ(values(request, 1), Texts{"evil.example.net"}) << "the wildcard is another type";
}

TEST_F(QueryTest, a_listing_goes_from_the_newest_and_tells_each_value_once) {
  say(brussels, {"45.62.198.1", "45.62.198.2"});
  say(vilnius, {"45.62.198.2", "45.62.198.3"});
  for (const std::uint32_t page : {1u, 2u, 100u}) {
    EXPECT_EQ(values({}, page), (Texts{"45.62.198.2", "45.62.198.3", "45.62.198.1"})) << "pages of " << page;
  }
}

/// The values of a page and of those that follow it.
Texts values_from(QueryTest& test, v1::QueryRequest request, const v1::QueryAnswer& first) {
  Texts all;
  for (const auto& indicator : first.indicators()) all.push_back(indicator.value().value());
  request.set_page(first.next_page());
  const auto rest = test.values(request, 2);
  for (const auto& text : rest) all.push_back(observable::parse(text)->observable.value);
  std::ranges::sort(all);
  return all;
}

TEST_F(QueryTest, what_is_said_again_while_pages_are_read_is_told_once) {
  auto header = header_by(brussels, node.clock.now());
  const auto claims =
      claims_of({"45.62.198.1", "45.62.198.2", "45.62.198.3", "45.62.198.4", "45.62.198.5", "45.62.198.6"});
  say(brussels, header, claims);
  v1::QueryRequest all, tagged, within;
  all.set_limit(2);
  tagged = within = all;
  tagged.mutable_filter()->add_types(static_cast<std::uint32_t>(observable::Type::Ipv4));
  *within.mutable_value() = value_of("45.62.198.0/24");
  within.set_reach(v1::REACH_WITHIN);
  const std::array requests{all, tagged, within};
  std::vector<v1::QueryAnswer> first;
  for (const auto& request : requests) first.push_back(ask(request).value());
  say(vilnius, {"45.62.198.3", "45.62.198.9"});
  header.set_revision(2);
  header.set_issued_at(node.clock.now().us);
  auto renewed = claims;
  renewed.pop_back();
  say(brussels, header, renewed);
  Texts wanted;
  for (const auto& claim : renewed) wanted.push_back(claim.value());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    EXPECT_EQ(values_from(*this, requests[i], first[i]), wanted) << i << ": and neither what is new nor what has gone";
  }
  EXPECT_EQ(values({}).size(), 6U) << "what is new is told by the next listing";
}

TEST_F(QueryTest, conditions_narrow_a_listing) {
  auto tagged = header_by(brussels, node.clock.now());
  tagged.add_tags("ransomware");
  tagged.add_ecosystems("5g");
  say(brussels, tagged, claims_of({"45.62.198.1", "evil.example.net"}));
  node.clock.advance(hours(2));
  const auto since = node.clock.now();
  say(vilnius, {"45.62.198.2"});
  v1::QueryRequest by_tag, by_origin, by_time, by_ecosystem, by_two;
  by_tag.mutable_filter()->add_tags("ransomware");
  by_origin.mutable_filter()->add_origins("vilnius");
  by_time.mutable_filter()->set_received_since(since.us);
  by_ecosystem.mutable_filter()->add_ecosystems("5g");
  by_two.mutable_filter()->add_tags("ransomware");
  by_two.mutable_filter()->add_types(static_cast<std::uint32_t>(observable::Type::Ipv4));
  EXPECT_EQ(values(by_tag), (Texts{"45.62.198.1", "evil.example.net"}));
  EXPECT_EQ(values(by_origin), Texts{"45.62.198.2"});
  EXPECT_EQ(values(by_time), Texts{"45.62.198.2"});
  EXPECT_EQ(values(by_ecosystem, 1), (Texts{"45.62.198.1", "evil.example.net"}));
  EXPECT_EQ(values(by_two), Texts{"45.62.198.1"});
}

TEST_F(QueryTest, an_origin_that_nobody_knows_is_not_found) {
  v1::QueryRequest request;
  request.mutable_filter()->add_origins("nobody");
  EXPECT_EQ(ask(request).error().code, ErrorCode::NotFound);
}

TEST_F(QueryTest, a_withdrawal_as_a_condition_is_refused_with_what_to_ask_instead) {
  v1::QueryRequest request;
  request.mutable_filter()->add_kinds(v1::KIND_REPORT);
  request.mutable_filter()->add_kinds(v1::KIND_WITHDRAWAL);
  const auto refused = ask(request);
  EXPECT_EQ(refused.error().code, ErrorCode::BadInput);
  EXPECT_NE(refused.error().what.find("watch --kind withdrawal"), std::string::npos) << refused.error().what;
  v1::CountRequest counted;
  counted.mutable_filter()->add_kinds(v1::KIND_WITHDRAWAL);
  EXPECT_EQ(count(counted).error().code, ErrorCode::BadInput);
}

TEST_F(QueryTest, a_page_goes_on_after_a_restart_under_the_nodes_key_and_under_no_other) {
  const auto restart = [&](const std::string& key) {
    query = Query::make(*node.store, *node.book, node.warnings, node.home, node.clock, {}, base::Secret(key));
  };
  restart("the key of the node");
  say(brussels, {"45.62.198.1", "45.62.198.2"});
  v1::QueryRequest request;
  request.set_limit(1);
  request.set_page(ask(request).value().next_page());
  restart("the key of the node");
  EXPECT_EQ(values(request), Texts{"45.62.198.2"});
  restart("the key of another");
  EXPECT_EQ(ask(request).error().code, ErrorCode::BadInput);
}

TEST_F(QueryTest, a_page_that_we_did_not_write_is_refused) {
  v1::QueryRequest request;
  request.set_page("garbage");
  EXPECT_EQ(ask(request).error().code, ErrorCode::BadInput);
}

TEST_F(QueryTest, a_value_that_a_bulletin_repeats_thousands_of_times_is_listed_once_by_little_work) {
  say(brussels, header_by(brussels, node.clock.now()),
      std::vector<v1::Claim>(4'096, intake::claim_of("evil.example.net")));
  say(vilnius, header_by(vilnius, node.clock.now()),
      std::vector<v1::Claim>(4'096, intake::claim_of("evil.example.net")));
  v1::QueryRequest request;
  request.mutable_filter()->set_received_since(1);
  const auto page = ask(request).value();
  EXPECT_EQ(page.indicators_size(), 1);
  EXPECT_EQ(page.indicators(0).said_size(), 2) << "one claim stands for all that repeat it";
  EXPECT_FALSE(page.indicators(0).cut());
}

}  // namespace
}  // namespace tidings::query
