#include "daemon/query/query.hpp"

#include <set>

#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::query {
namespace {

using base::ErrorCode;
using intake::claims_of;
using intake::header_by;
using intake::sign;
using intake::test_start;
using partners::Organisation;
using std::chrono::hours;

v1::Value value_of(std::string_view text) {
  const auto parsed = observable::parse(text).value();
  v1::Value value;
  value.set_type(static_cast<std::uint32_t>(parsed.observable.type));
  value.set_value(parsed.observable.value);
  return value;
}

struct QueryTest : testing::Test {
  QueryTest() {
    node.befriend(brussels, "brussels");
    node.introduce(brussels, vilnius);
    query = Query::make(*node.store, *node.book, node.home, node.clock);
  }

  bulletin::Signed say(const Organisation& origin, v1::Header header, const std::vector<v1::Claim>& claims) {
    const auto bulletin = sign(origin, header, claims);
    const auto giver = origin.id() == taipei.id() ? identity::OrgId{} : brussels.id();
    const auto answer = node.submit(bulletin, giver);
    EXPECT_EQ(answer.ending, intake::Ending::Stored) << answer.error.what;
    return bulletin;
  }
  bulletin::Signed say(const Organisation& origin, std::initializer_list<std::string_view> values,
                       v1::Tlp tlp = v1::TLP_GREEN) {
    node.clock.advance(std::chrono::seconds(1));
    return say(origin, header_by(origin, node.clock.now(), tlp), claims_of(values));
  }
  void withdraw(const Organisation& origin, const bulletin::Signed& target) {
    node.clock.advance(std::chrono::seconds(1));
    say(origin, intake::withdrawal_of(origin, target, node.clock.now()), {});
  }

  v1::LookupAnswer look_up(std::initializer_list<std::string_view> values, Ceiling ceiling = {}) {
    v1::LookupRequest request;
    for (const auto value : values) *request.add_values() = value_of(value);
    return node.wait<base::Result<v1::LookupAnswer>>([&](auto done) { query->lookup(request, ceiling, done); }).value();
  }
  base::Result<v1::QueryAnswer> ask(const v1::QueryRequest& request, Ceiling ceiling = {}) {
    return node.wait<base::Result<v1::QueryAnswer>>([&](auto done) { query->query(request, ceiling, done); });
  }
  /// All pages of `page_size`.
  std::vector<std::string> values(v1::QueryRequest request, std::uint32_t page_size = 100, Ceiling ceiling = {}) {
    std::vector<std::string> all;
    request.set_limit(page_size);
    for (int pages = 0; pages < 1'000; ++pages) {
      const auto page = ask(request, ceiling).value();
      for (const auto& indicator : page.indicators()) {
        all.push_back(observable::to_text(static_cast<observable::Type>(indicator.value().type()), indicator.value().value()));
      }
      if (page.next_page().empty()) return all;
      request.set_page(page.next_page());
    }
    ADD_FAILURE() << "the pages do not end";
    return all;
  }
  base::Result<std::vector<v1::ShowAnswer>> show(const std::string& id, Ceiling ceiling = {}) {
    v1::ShowRequest request;
    request.set_id(id);
    return node.wait<base::Result<std::vector<v1::ShowAnswer>>>([&](auto done) { query->show(request, ceiling, done); });
  }
  base::Result<v1::ExplainAnswer> explain(const v1::ExplainRequest& request) {
    return node.wait<base::Result<v1::ExplainAnswer>>([&](auto done) { query->explain(request, {}, done); });
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"};
  intake::Node node{taipei};
  std::unique_ptr<Query> query;
};

using Texts = std::vector<std::string>;

TEST_F(QueryTest, a_look_up_tells_verdict_and_origins_in_order_of_the_values) {
  say(brussels, {"45.62.198.73"});
  say(vilnius, {"45.62.198.73", "evil.example.net"});
  const auto answer = look_up({"45.62.198.74", "45.62.198.73", "evil.example.net"});
  ASSERT_EQ(answer.results_size(), 3);
  EXPECT_FALSE(answer.results(0).found());
  EXPECT_TRUE(answer.results(1).found());
  EXPECT_EQ(answer.results(1).verdict(), v1::VERDICT_MALICIOUS);
  std::set<std::string> names;
  for (const auto origin : answer.results(1).origins()) names.insert(answer.names(static_cast<int>(origin)));
  EXPECT_EQ(names, (std::set<std::string>{"brussels", "Vilnius"}));
  EXPECT_EQ(answer.results(2).origins_size(), 1);
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

TEST_F(QueryTest, what_is_withdrawn_expired_or_superseded_is_not_found) {
  const auto withdrawn = say(brussels, {"45.62.198.1"});
  withdraw(brussels, withdrawn);
  auto first = header_by(brussels, node.clock.now());
  say(brussels, first, claims_of({"45.62.198.2"}));
  first.set_issued_at(first.issued_at() + 1);
  first.set_revision(2);
  say(brussels, first, claims_of({"45.62.198.3"}));
  EXPECT_FALSE(look_up({"45.62.198.1"}).results(0).found());
  EXPECT_FALSE(look_up({"45.62.198.2"}).results(0).found());
  EXPECT_TRUE(look_up({"45.62.198.3"}).results(0).found());
  node.clock.advance(hours(24 * 31));
  EXPECT_FALSE(look_up({"45.62.198.3"}).results(0).found());
}

TEST_F(QueryTest, a_claims_own_window_is_kept) {
  auto claims = claims_of({"45.62.198.73"});
  claims[0].set_valid_until((node.clock.now() + hours(2)).us);
  say(brussels, header_by(brussels, node.clock.now()), claims);
  EXPECT_TRUE(look_up({"45.62.198.73"}).results(0).found());
  node.clock.advance(hours(3));
  EXPECT_FALSE(look_up({"45.62.198.73"}).results(0).found());
}

TEST_F(QueryTest, what_an_origin_whose_clock_is_ahead_says_is_found_at_once) {
  say(brussels, header_by(brussels, node.clock.now() + std::chrono::minutes(5)), claims_of({"45.62.198.73"}));
  EXPECT_TRUE(look_up({"45.62.198.73"}).results(0).found());
}

TEST_F(QueryTest, sightings_are_added_up_and_disputes_counted) {
  const auto report = say(brussels, {"45.62.198.73"});
  auto sighting = header_by(vilnius, node.clock.now());
  sighting.set_kind(v1::KIND_SIGHTING);
  auto seen = claims_of({"45.62.198.73"});
  seen[0].mutable_sighting()->set_count(12);
  say(vilnius, sighting, seen);
  auto dispute = header_by(taipei, node.clock.now());
  dispute.set_kind(v1::KIND_DISPUTE);
  dispute.add_targets()->set_bulletin_id(report.header.id.str());
  say(taipei, dispute, claims_of({"45.62.198.73"}));
  const auto result = look_up({"45.62.198.73"}).results(0);
  EXPECT_EQ(result.sightings(), 12u);
  EXPECT_EQ(result.disputes(), 1u);
  EXPECT_EQ(result.origins_size(), 1);
}

TEST_F(QueryTest, an_indicator_tells_who_said_it_how_it_came_and_what_counts) {
  auto header = header_by(vilnius, node.clock.now());
  header.set_title("Phishing");
  header.add_tags("apt");
  header.set_confidence(81);
  say(vilnius, header, claims_of({"45.62.198.73"}));
  v1::QueryRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  const auto answer = ask(request).value();
  ASSERT_EQ(answer.indicators_size(), 1);
  ASSERT_EQ(answer.indicators(0).said_size(), 1);
  const auto& said = answer.indicators(0).said(0);
  EXPECT_EQ(said.origin_name(), "Vilnius");
  EXPECT_EQ(said.introduced_by(), "brussels");
  EXPECT_EQ(said.received_from(), "brussels");
  EXPECT_EQ(said.title(), "Phishing");
  EXPECT_EQ(said.tags(0), "apt");
  EXPECT_EQ(said.confidence(), 81u);
  EXPECT_TRUE(said.counts());
  EXPECT_TRUE(said.signature_verified());
}

TEST_F(QueryTest, a_type_is_listed_whole_over_pages_each_value_once) {
  say(brussels, {"45.62.198.1", "45.62.198.2", "evil.example.net"});
  say(vilnius, {"45.62.198.2", "45.62.198.3", "*.example.net"});
  v1::QueryRequest request;
  request.set_type(static_cast<std::uint32_t>(observable::Type::Ipv4));
  for (const std::uint32_t page : {1u, 2u, 100u}) {
    EXPECT_EQ(values(request, page), (Texts{"45.62.198.1", "45.62.198.2", "45.62.198.3"})) << "pages of " << page;
  }
  request.set_type(static_cast<std::uint32_t>(observable::Type::Domain));
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
  by_tag.set_tag("ransomware");
  by_origin.set_origin_name("vilnius");
  by_time.set_received_since(since.us);
  by_ecosystem.set_ecosystem("5g");
  by_two.set_tag("ransomware");
  by_two.set_type(static_cast<std::uint32_t>(observable::Type::Ipv4));
  EXPECT_EQ(values(by_tag), (Texts{"45.62.198.1", "evil.example.net"}));
  EXPECT_EQ(values(by_origin), Texts{"45.62.198.2"});
  EXPECT_EQ(values(by_time), Texts{"45.62.198.2"});
  EXPECT_EQ(values(by_ecosystem, 1), (Texts{"45.62.198.1", "evil.example.net"}));
  EXPECT_EQ(values(by_two), Texts{"45.62.198.1"});
}

TEST_F(QueryTest, an_origin_that_nobody_knows_is_not_found) {
  v1::QueryRequest request;
  request.set_origin_name("nobody");
  EXPECT_EQ(ask(request).error().code, ErrorCode::NotFound);
}

TEST_F(QueryTest, a_page_that_we_did_not_write_is_refused) {
  v1::QueryRequest request;
  request.set_page("garbage");
  EXPECT_EQ(ask(request).error().code, ErrorCode::BadInput);
}

TEST_F(QueryTest, a_bulletin_is_shown_by_its_id_a_prefix_or_its_publication) {
  const auto bulletin = say(brussels, {"45.62.198.73"});
  const auto id = bulletin.header.id.text(), publication = bulletin.header.publication.text();
  for (const auto& name : {id, id.substr(0, 8), id.substr(0, 9), publication, publication.substr(0, 10)}) {
    const auto shown = show(name);
    ASSERT_TRUE(shown) << name << ": " << shown.error().what;
    ASSERT_EQ(shown->size(), 1u);
    EXPECT_EQ(shown->front().bulletin(), bulletin.bytes);
    EXPECT_EQ(shown->front().received_from(), "brussels");
    EXPECT_FALSE(shown->front().withdrawn());
  }
  EXPECT_EQ(show(id.substr(0, 7)).error().code, ErrorCode::BadInput);
  EXPECT_EQ(show("0123456789").error().code, ErrorCode::NotFound);
  EXPECT_EQ(show("not hex at all").error().code, ErrorCode::BadInput);
}

TEST_F(QueryTest, explain_tells_what_does_not_count_and_why) {
  const auto withdrawn = say(brussels, {"45.62.198.73"});
  withdraw(brussels, withdrawn);
  say(vilnius, {"45.62.198.73"});
  v1::ExplainRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  const auto answer = explain(request).value();
  ASSERT_EQ(answer.view_size(), 3);
  EXPECT_NE(answer.view(0).find("1 origin counts"), std::string::npos) << answer.view(0);
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

TEST_F(QueryTest, small_look_ups_that_wait_at_once_are_each_answered) {
  say(brussels, {"45.62.198.73"});
  int found = 0, answered = 0;
  for (int i = 0; i < 50; ++i) {
    v1::LookupRequest request;
    *request.add_values() = value_of(i % 2 == 0 ? "45.62.198.73" : "45.62.198.74");
    query->lookup(request, {}, [&](const base::Result<v1::LookupAnswer>& answer) {
      ++answered;
      if (answer.value().results(0).found()) ++found;
    });
  }
  while (answered < 50) look_up({"45.62.198.73"});
  EXPECT_EQ(found, 25);
}

}  // namespace
}  // namespace tidings::query
