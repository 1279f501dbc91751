// What lies within a network or below a name, in pages.
#include <gmock/gmock.h>

#include <set>

#include "tests/unit/daemon/query/search_fixture.hpp"

namespace tidings::query {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST_F(SearchTest, subdomains_are_found_newest_first_over_pages) {
  say(brussels, {"evil.com", "b.evil.com"});
  say(vilnius, {"c.evil.com", "who@evil.com", "evil.com"});
  say(brussels, {"a.evil.com", "other.com"});
  const auto request = near("evil.com", v1::REACH_WITHIN);
  for (const std::uint32_t page : {1u, 2u, 100u}) {
    EXPECT_EQ(values(request, page), (Texts{"a.evil.com", "c.evil.com", "who@evil.com", "evil.com", "b.evil.com"}))
        << page;
  }
  auto names = request;
  names.mutable_filter()->add_types(static_cast<std::uint32_t>(observable::Type::Email));
  EXPECT_EQ(values(names), Texts{"who@evil.com"});
}

TEST_F(SearchTest, what_lies_within_a_network_is_found) {
  say(brussels, {"45.62.198.73", "45.62.0.0/17", "45.62.1.1:80", "45.63.0.1", "45.0.0.0/8"});
  EXPECT_EQ(values(near("45.62.0.0/16", v1::REACH_WITHIN)), (Texts{"45.62.198.73", "45.62.0.0/17", "45.62.1.1:80"}));
  EXPECT_EQ(values(near("45.62.198.73", v1::REACH_WITHIN)), Texts{"45.62.198.73"});
  EXPECT_EQ(ask(near("https://evil.com/", v1::REACH_WITHIN)).error().code, ErrorCode::BadInput);
}

TEST_F(SearchTest, too_much_to_be_sorted_comes_in_order_of_its_values_and_says_so) {
  say_addresses(0, 5);
  auto request = near("45.62.0.0/16", v1::REACH_WITHIN);
  const auto first = ask(request).value();
  EXPECT_TRUE(first.by_key());
  EXPECT_EQ(first.indicators_size(), 100);
  const auto all = values(request, 1'000);
  EXPECT_EQ(all.size(), 20'480u);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  EXPECT_FALSE(ask(near("45.62.0.0/20", v1::REACH_WITHIN)).value().by_key());
}

TEST_F(SearchTest, what_is_above_the_ceiling_changes_neither_order_nor_what_is_told_of_it) {
  const Ceiling green{v1::TLP_GREEN};
  say(vilnius, {"45.62.255.1"});
  say(vilnius, {"45.62.0.1"});
  say(vilnius, {"45.62.255.2"});
  say_addresses(0, 5, v1::TLP_RED);
  const auto request = near("45.62.0.0/16", v1::REACH_WITHIN);
  const auto answer = ask(request, green).value();
  EXPECT_FALSE(answer.by_key());
  EXPECT_THAT(answer.next_page(), IsEmpty());
  EXPECT_EQ(values(request, 100, green), (Texts{"45.62.255.2", "45.62.0.1", "45.62.255.1"}));
  EXPECT_EQ(values(request, 1, green), (Texts{"45.62.255.2", "45.62.0.1", "45.62.255.1"}));
  EXPECT_TRUE(ask(request, {v1::TLP_RED}).value().by_key());
  say_addresses(5, 10);
  EXPECT_TRUE(ask(request, green).value().by_key()) << "of that which may be seen there is too much";
}

TEST_F(SearchTest, pages_that_began_sorted_go_on_though_more_comes_than_is_sorted) {
  say_addresses(0, 3);
  auto request = near("45.62.0.0/16", v1::REACH_WITHIN);
  request.set_limit(1'000);
  const auto first = ask(request).value();
  EXPECT_FALSE(first.by_key());
  say_addresses(3, 10);
  request.set_page(first.next_page());
  const auto rest = values(request, 1'000);
  EXPECT_EQ(std::set<std::string>(rest.begin(), rest.end()).size(), 11'288u);
  EXPECT_EQ(rest.size(), 11'288u);
}

TEST_F(SearchTest, what_lies_within_is_met_once_at_the_newest_that_fits) {
  auto sure = header_by(brussels, node.clock.now());
  sure.set_confidence(91);
  say(brussels, sure, claims_of({"a.evil.example", "b.evil.example"}));
  say(vilnius, {"c.evil.example", "a.evil.example"});
  EXPECT_THAT(values(near("evil.example", v1::REACH_WITHIN), 1),
              ElementsAre("c.evil.example", "a.evil.example", "b.evil.example"));
  auto request = near("evil.example", v1::REACH_WITHIN);
  request.mutable_filter()->set_min_confidence(90);
  EXPECT_THAT(values(request, 1), ElementsAre("a.evil.example", "b.evil.example"));
}

}  // namespace
}  // namespace tidings::query
