// What the asker may not see is neither told nor hinted at.
#include <set>

#include "daemon/query/find.hpp"
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::query {
namespace {

TEST_F(QueryTest, what_stays_on_this_node_is_neither_told_nor_counted_in_what_goes_outside) {
  say(brussels, {"both.evil-name.tw"});
  const Ceiling here{v1::TLP_RED}, outside{v1::TLP_RED, {}, Goes::Outside};
  v1::QueryRequest request;
  *request.mutable_value() = value_of("both.evil-name.tw");
  const auto score = ask(request, here).value().indicators(0).score();
  auto local = header_by(taipei, node.clock.now(), v1::TLP_GREEN);
  local.mutable_audience()->set_local(true);
  say(taipei, local, claims_of({"own.evil-name.tw", "both.evil-name.tw"}));
  const auto told = ask(request, outside).value();
  ASSERT_EQ(told.indicators_size(), 1);
  EXPECT_EQ(told.indicators(0).said_size(), 1);
  EXPECT_EQ(told.indicators(0).score(), score);
  EXPECT_NE(ask(request, here).value().indicators(0).score(), score);
  EXPECT_EQ(values({}, 100, outside), Texts{"both.evil-name.tw"});
  EXPECT_EQ(values({}, 100, here).size(), 2U);
  EXPECT_FALSE(look_up({"own.evil-name.tw"}, outside).results(0).found());
}

TEST_F(QueryTest, nothing_above_the_askers_ceiling_is_told) {
  auto red = header_by(brussels, node.clock.now(), v1::TLP_RED);
  red.mutable_audience()->add_release_to(taipei.id().str());
  const auto secret = say(brussels, red, claims_of({"45.62.198.73"}));
  EXPECT_FALSE(look_up({"45.62.198.73"}).results(0).found());
  EXPECT_TRUE(look_up({"45.62.198.73"}, {v1::TLP_RED}).results(0).found());
  EXPECT_TRUE(values({}).empty());
  EXPECT_EQ(show(secret.header.id.text()).error().code, ErrorCode::NotFound);
  EXPECT_TRUE(show(secret.header.id.text(), {v1::TLP_RED}));
  v1::ExplainRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  EXPECT_EQ(explain(request).value().view_size(), 1) << "that nobody has said anything";
}

/// Where a question goes on, found in the page in the clear.
bool names_a_key(const std::string& page, std::string_view value) {
  const auto parsed = observable::parse(value).value();
  return page.find(parsed.observable.value) != std::string::npos;
}

TEST_F(QueryTest, neither_totals_nor_places_nor_pages_tell_of_what_is_above_the_ceiling) {
  say(brussels, {"45.62.198.1"});
  auto red = header_by(brussels, node.clock.now(), v1::TLP_RED);
  red.mutable_audience()->add_release_to(taipei.id().str());
  say(brussels, red, claims_of({"45.62.198.2", "45.62.198.3"}));
  for (const bool written : {false, true}) {
    if (written) {
      ASSERT_TRUE(node.store->settle());
    }
    const auto totals_for = [&](v1::Tlp tlp) {
      return node.wait<base::Result<Totals>>([&](auto done) { query->totals({tlp}, done); }).value();
    };
    EXPECT_EQ(totals_for(v1::TLP_AMBER).bulletins, 1u);
    EXPECT_EQ(totals_for(v1::TLP_AMBER).claims, 1u);
    EXPECT_EQ(totals_for(v1::TLP_AMBER).last.value, 0u);
    EXPECT_EQ(totals_for(v1::TLP_RED).bulletins, 2u);
    EXPECT_EQ(totals_for(v1::TLP_RED).claims, 3u);
    EXPECT_EQ(totals_for(v1::TLP_RED).last.value, 2u);
  }
  say(brussels, {"45.62.198.4"});
  v1::QueryRequest request;
  request.mutable_filter()->add_types(static_cast<std::uint32_t>(observable::Type::Ipv4));
  request.set_limit(1);
  const auto seen = ask(request).value();
  EXPECT_EQ(seen.last_sequence(), 0u);
  EXPECT_FALSE(seen.next_page().empty());
  EXPECT_FALSE(names_a_key(seen.next_page(), "45.62.198.1"));
  EXPECT_FALSE(names_a_key(seen.next_page(), "45.62.198.4"));
  EXPECT_EQ(look_up({"45.62.198.1"}).last_sequence(), 0u);
  EXPECT_EQ(look_up({"45.62.198.1"}, {v1::TLP_RED}).last_sequence(), 3u);
  std::set<std::size_t> sizes;
  for (const auto& page : {seen, ask({}, {v1::TLP_RED}).value(), ask(request, {v1::TLP_RED}).value()}) {
    if (!page.next_page().empty()) sizes.insert(page.next_page().size());
  }
  EXPECT_EQ(sizes.size(), 1u) << "nor does their length";
}

TEST_F(QueryTest, what_begins_like_ours_and_may_not_be_seen_is_neither_told_nor_in_the_way) {
  const auto say_under = [&](const Organisation& origin, char last, v1::Tlp tlp) {
    auto header = header_by(origin, node.clock.now(), tlp);
    header.set_publication_id(std::string(15, '\x5a') + last);
    header.set_revision(1);
    if (tlp == v1::TLP_RED) header.mutable_audience()->add_release_to(taipei.id().str());
    say(origin, header, claims_of({"evil-name.tw"}));
  };
  say_under(taipei, '\x01', v1::TLP_AMBER);
  say_under(brussels, '\x02', v1::TLP_RED);
  const auto find = [&](v1::Tlp max_tlp) {
    return node.wait<base::Result<std::vector<FoundBulletin>>>(
        [&](auto done) { query->find("5a5a5a5a", {}, {max_tlp}, done); });
  };
  const auto found = find(v1::TLP_AMBER);
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().standing.row.origin, taipei.id());
  EXPECT_EQ(find(v1::TLP_RED).error().code, ErrorCode::BadInput);
}

TEST_F(QueryTest, what_was_released_to_named_organisations_alone_says_so) {
  auto released = header_by(brussels, node.clock.now());
  released.mutable_audience()->add_release_to(taipei.id().str());
  say(brussels, released, claims_of({"45.62.198.73"}));
  say(brussels, {"45.62.198.74"});
  const auto page = ask({}).value();
  ASSERT_EQ(page.indicators_size(), 2);
  for (const auto& indicator : page.indicators()) {
    EXPECT_EQ(indicator.said(0).released(), indicator.value().value() == value_of("45.62.198.73").value());
  }
}

}  // namespace
}  // namespace tidings::query
