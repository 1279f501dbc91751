#include "daemon/api/response.hpp"

#include <gtest/gtest.h>

#include "core/policy/may_hold.hpp"
#include "tests/unit/daemon/partners/cards.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;
using partners::Organisation;
using partners::test_start;
using std::chrono::hours;

struct ResponseTest : testing::Test {
  ResponseTest() {
    book.self = vilnius.id();
    learn(vilnius, {});
    befriend(taipei, {v1::TLP_RED, v1::TLP_RED, true, true});
    befriend(brussels, {v1::TLP_RED, v1::TLP_RED, true, true});
    learn(lisbon, brussels.id());
  }

  void learn(const Organisation& who, const identity::OrgId& by) {
    book.identities[who.id()] = {std::make_shared<const identity::Identity>(who.identity()), by};
  }
  void befriend(const Organisation& who, policy::Terms terms) {
    learn(who, {});
    auto& partner = book.partners[who.id()];
    partner.record.organisation = who.id();
    partner.record.alias = who.name;
    partner.record.terms = terms;
  }
  /// A report by `origin` that speaks of the first values of the request, handed to us by `giver`.
  query::SpokenOf report(const Organisation& origin, v1::Tlp tlp, std::uint32_t values = 1,
                         identity::OrgId giver = {}) {
    query::SpokenOf one;
    one.standing.row.id = *bulletin::BulletinId::from_bytes(base::random_bytes(32));
    one.standing.row.origin = origin.id();
    one.standing.row.giver = giver.is_zero() ? origin.id() : giver;
    one.standing.row.expires_at = test_start + hours(24 * 30);
    one.audience.set_tlp(tlp);
    for (std::uint32_t i = 0; i < values; ++i) one.claims.emplace_back(i, i + 10);
    return one;
  }
  v1::RespondRequest sighting(std::size_t values = 1) {
    v1::RespondRequest request;
    request.set_kind(v1::KIND_SIGHTING);
    for (std::size_t i = 0; i < values; ++i) {
      auto& claim = *request.add_claims();
      claim.set_type(static_cast<std::uint32_t>(observable::Type::Sha256));
      claim.set_value(base::sha256(std::to_string(i)).str());
    }
    return request;
  }
  base::Result<Response> respond(const std::vector<query::SpokenOf>& spoken, const v1::RespondRequest& request,
                                 const Hearing& hearing = {}) {
    v1::Header context;
    context.set_kind(request.kind());
    return respond_to(book, spoken, request, context, hearing, test_start + hours(24 * 700));
  }
  static std::vector<std::string> names(const intake::Section& cut) {
    const auto& names = cut.context.audience().release_to();
    return {names.begin(), names.end()};
  }
  /// The rule that the publisher holds it to.
  void expect_no_further(const Response& response, const std::vector<query::SpokenOf>& spoken) {
    for (const auto& cut : response.sections) {
      for (const auto& target : cut.context.targets()) {
        for (const auto& one : spoken) {
          if (one.standing.row.id.bytes() != target.bulletin_id()) continue;
          bulletin::Header header;
          header.origin = one.standing.row.origin;
          *header.message.mutable_audience() = one.audience;
          EXPECT_TRUE(policy::reaches_no_further(cut.context.audience(), book.self, policy::audience_of(header)));
        }
      }
    }
  }

  Organisation vilnius{"vilnius"}, taipei{"taipei"}, brussels{"brussels"}, lisbon{"lisbon"};
  partners::Book book;
};

TEST_F(ResponseTest, an_answer_is_for_the_origin_alone) {
  const std::vector spoken{report(taipei, v1::TLP_GREEN)};
  const auto response = respond(spoken, sighting());
  ASSERT_TRUE(response) << response.error().what;
  ASSERT_EQ(response->sections.size(), 1U);
  const auto& context = response->sections.front().context;
  EXPECT_EQ(context.audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(names(response->sections.front()), std::vector{taipei.id().str()});
  ASSERT_EQ(context.targets_size(), 1);
  EXPECT_EQ(context.targets(0).bulletin_id(), spoken.front().standing.row.id.bytes());
  EXPECT_EQ(context.targets(0).claims(0), 10U);
  EXPECT_EQ(response->claims.front().sighting().count(), 1U) << "what is not counted was seen once";
  expect_no_further(*response, spoken);
}

TEST_F(ResponseTest, it_is_as_narrow_as_what_it_answers) {
  auto red = report(taipei, v1::TLP_RED);
  red.audience.add_release_to(vilnius.id().str());
  red.audience.set_pap(v1::PAP_RED);
  const auto response = respond({red}, sighting());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->sections.front().context.audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(response->sections.front().context.audience().pap(), v1::PAP_RED);
  expect_no_further(*response, {red});
}

TEST_F(ResponseTest, where_our_terms_end_before_amber_it_is_green_if_that_may_be) {
  book.partners[taipei.id()].record.terms.send = v1::TLP_GREEN;
  EXPECT_EQ(respond({report(taipei, v1::TLP_CLEAR)}, sighting())->sections.front().context.audience().tlp(),
            v1::TLP_GREEN);
  EXPECT_EQ(respond({report(taipei, v1::TLP_AMBER)}, sighting())->sections.front().context.audience().tlp(),
            v1::TLP_AMBER);
}

TEST_F(ResponseTest, an_origin_known_through_a_partner_is_answered_by_way_of_it_where_that_may_hand_it_on) {
  const std::vector spoken{report(lisbon, v1::TLP_GREEN, 1, brussels.id())};
  const auto response = respond(spoken, sighting());
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->sections.front().context.audience().tlp(), v1::TLP_GREEN);
  EXPECT_EQ(names(response->sections.front()), (std::vector{lisbon.id().str(), brussels.id().str()}));
  ASSERT_EQ(response->notes.size(), 1U);
  EXPECT_NE(response->notes.front().find("brussels"), std::string::npos);
  expect_no_further(*response, spoken);
}

TEST_F(ResponseTest, what_can_reach_nobody_is_refused_with_the_reason) {
  const auto amber = respond({report(lisbon, v1::TLP_AMBER, 1, brussels.id())}, sighting());
  ASSERT_FALSE(amber);
  EXPECT_EQ(amber.error().code, ErrorCode::Policy);
  EXPECT_NE(amber.error().what.find("lisbon"), std::string::npos);
  EXPECT_EQ(respond({}, sighting()).error().code, ErrorCode::NotFound);
}

TEST_F(ResponseTest, each_origin_hears_only_of_its_own_reports) {
  const std::vector spoken{report(taipei, v1::TLP_AMBER), report(brussels, v1::TLP_AMBER)};
  const auto response = respond(spoken, sighting());
  ASSERT_TRUE(response);
  ASSERT_EQ(response->sections.size(), 2U);
  for (const auto& cut : response->sections) EXPECT_EQ(cut.context.targets_size(), 1);
  expect_no_further(*response, spoken);
}

TEST_F(ResponseTest, our_own_is_answered_here_alone_and_not_twice) {
  auto ours = report(vilnius, v1::TLP_GREEN);
  EXPECT_TRUE(respond({ours}, sighting())->sections.front().context.audience().local());
  const auto both = respond({ours, report(taipei, v1::TLP_GREEN)}, sighting());
  ASSERT_EQ(both->sections.size(), 1U);
  EXPECT_FALSE(both->sections.front().context.audience().local());
}

TEST_F(ResponseTest, to_all_who_hold_it_has_the_audience_of_what_it_answers) {
  Hearing all;
  all.all_who_hold = true;
  const std::vector spoken{report(taipei, v1::TLP_GREEN), report(brussels, v1::TLP_GREEN)};
  const auto response = respond(spoken, sighting(), all);
  ASSERT_EQ(response->sections.size(), 1U) << "one bulletin of one audience";
  EXPECT_EQ(response->sections.front().context.targets_size(), 2);
  EXPECT_EQ(response->sections.front().context.audience().tlp(), v1::TLP_GREEN);
  EXPECT_TRUE(names(response->sections.front()).empty());
  expect_no_further(*response, spoken);
}

TEST_F(ResponseTest, it_lives_as_long_as_what_it_answers) {
  auto longer = report(taipei, v1::TLP_GREEN);
  longer.standing.row.expires_at = test_start + hours(24 * 60);
  EXPECT_EQ(respond({report(taipei, v1::TLP_GREEN), longer}, sighting())->sections.front().context.expires_at(),
            longer.standing.row.expires_at.us);
}

TEST_F(ResponseTest, what_nobody_reports_is_told_by_its_place) {
  const auto response = respond({report(taipei, v1::TLP_GREEN, 2)}, sighting(4));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->unanswered, (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(response->claims.size(), 2U);
}

TEST_F(ResponseTest, many_values_and_many_reports_make_bulletins_within_every_limit) {
  std::vector<query::SpokenOf> spoken;
  for (int i = 0; i < 300; ++i) spoken.push_back(report(taipei, v1::TLP_GREEN, i == 0 ? 2'500 : 1));
  const auto response = respond(spoken, sighting(2'500));
  ASSERT_TRUE(response);
  std::size_t claims = 0;
  for (const auto& cut : response->sections) {
    EXPECT_LE(cut.context.targets_size(), 256);
    EXPECT_LE(cut.count, bulletin::default_claims_each);
    EXPECT_LE(cut.context.ByteSizeLong(), bulletin::max_header_bytes);
    claims += cut.count;
  }
  EXPECT_EQ(claims, response->claims.size());
  EXPECT_EQ(claims, 2'500U);
}

TEST_F(ResponseTest, a_report_that_is_named_is_disputed_whole_with_all_its_values) {
  auto named = report(taipei, v1::TLP_GREEN, 0);
  named.named = true;
  const auto said = sighting(2'100);
  for (const auto& claim : said.claims()) {
    auto& value = named.whole.emplace_back();
    value.set_type(claim.type());
    value.set_value(claim.value());
  }
  v1::RespondRequest dispute;
  dispute.set_kind(v1::KIND_DISPUTE);
  dispute.add_ids("3f2a9c0d");
  const auto response = respond({named}, dispute);
  ASSERT_TRUE(response);
  ASSERT_EQ(response->sections.size(), 3U);
  EXPECT_EQ(response->claims.size(), 2'100U);
  for (const auto& cut : response->sections) {
    ASSERT_EQ(cut.context.targets_size(), 1);
    EXPECT_EQ(cut.context.targets(0).claims_size(), 0) << "whole";
  }
  EXPECT_FALSE(response->claims.front().has_sighting());
}

}  // namespace
}  // namespace tidings::api
