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
