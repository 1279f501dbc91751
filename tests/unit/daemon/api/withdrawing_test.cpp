#include "tests/unit/daemon/api/server_fixture.hpp"

namespace tidings::api {
namespace {

using intake::claims_of;

TEST_F(ServerTest, a_withdrawal_carries_its_targets_audience_and_outlives_it) {
  const auto claims = claims_of({"45.62.198.73", "45.62.198.74"});
  const auto first = publish(begin(context(v1::TLP_AMBER)), claims).back().publish();
  v1::Request request;
  request.mutable_withdraw()->set_id(base::to_hex(first.publication_id()).substr(0, 12));
  auto& value = *request.mutable_withdraw()->add_values();
  value.set_type(claims[1].type());
  value.set_value(claims[1].value());
  const auto answers = ask(request);
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  const auto header = stored_header(answers.back().publish());
  EXPECT_EQ(header.kind(), v1::KIND_WITHDRAWAL);
  EXPECT_EQ(header.audience().tlp(), v1::TLP_AMBER);
  EXPECT_GT(header.expires_at(), stored_header(first).expires_at());
  ASSERT_EQ(header.targets_size(), 1);
  EXPECT_EQ(header.targets(0).claims_size(), 1);
  v1::Request lookup;
  *lookup.mutable_lookup()->add_values() = value;
  EXPECT_FALSE(ask(lookup).front().lookup().results(0).found());
}

TEST_F(ServerTest, only_our_own_is_withdrawn_and_only_once) {
  const auto theirs =
      intake::sign(brussels, intake::header_by(brussels, served.node.clock.now()), claims_of({"45.62.198.1"}));
  served.node.submit(theirs, brussels.id());
  v1::Request request;
  request.mutable_withdraw()->set_id(theirs.header.id.text());
  EXPECT_EQ(ask(request).back().error().code(), "policy");
  const auto ours = publish(begin(context(v1::TLP_AMBER)), claims_of({"45.62.198.73"})).back().publish();
  request.mutable_withdraw()->set_id(base::to_hex(ours.bulletin_ids(0)));
  EXPECT_TRUE(ask(request).back().has_publish());
  EXPECT_EQ(ask(request).back().error().code(), "exists");
}

TEST_F(ServerTest, a_value_is_withdrawn_once_and_of_several_what_is_left) {
  const auto claims = claims_of({"45.62.198.73", "45.62.198.74"});
  const auto ours = publish(begin(context(v1::TLP_AMBER)), claims).back().publish();
  const auto withdrawal_of = [&](std::size_t first, std::size_t last) {
    v1::Request request;
    request.mutable_withdraw()->set_id(base::to_hex(ours.publication_id()));
    for (auto at = first; at <= last; ++at) {
      auto& value = *request.mutable_withdraw()->add_values();
      value.set_type(claims[at].type());
      value.set_value(claims[at].value());
    }
    return request;
  };
  EXPECT_TRUE(ask(withdrawal_of(0, 0)).back().has_publish());
  EXPECT_EQ(ask(withdrawal_of(0, 0)).back().error().code(), "exists");
  const auto rest = ask(withdrawal_of(0, 1));
  ASSERT_TRUE(rest.back().has_publish()) << rest.back().error().text();
  EXPECT_EQ(stored_header(rest.back().publish()).targets(0).claims_size(), 1);
  EXPECT_EQ(ask(withdrawal_of(0, 1)).back().error().code(), "exists");
}

TEST_F(ServerTest, what_an_amendment_replaced_is_not_withdrawn_and_its_publication_is_named) {
  const auto claims = claims_of({"45.62.198.73"});
  const auto first = publish(begin(context(v1::TLP_AMBER)), claims).back().publish();
  const auto publication = base::to_hex(first.publication_id());
  auto amends = begin(context(v1::TLP_AMBER));
  amends.mutable_publish_begin()->set_amends(publication);
  ASSERT_TRUE(publish(amends, claims_of({"45.62.198.73", "45.62.198.74"})).back().has_publish());
  v1::Request request;
  request.mutable_withdraw()->set_id(base::to_hex(first.bulletin_ids(0)));
  auto by_value = request;
  auto& value = *by_value.mutable_withdraw()->add_values();
  value.set_type(claims.front().type());
  value.set_value(claims.front().value());
  for (const auto& replaced : {request, by_value}) {
    const auto refused = ask(replaced).back().error();
    EXPECT_EQ(refused.code(), "bad_input");
    EXPECT_NE(refused.text().find("withdraw publication " + publication), std::string::npos) << refused.text();
  }
  by_value.mutable_withdraw()->set_id(publication);
  EXPECT_TRUE(ask(by_value).back().has_publish());
  v1::Request lookup;
  *lookup.mutable_lookup()->add_values() = value;
  EXPECT_FALSE(ask(lookup).front().lookup().results(0).found());
}

v1::Claim object_of(std::string_view id) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
  claim.set_value(std::string(id));
  claim.mutable_opaque()->set_media_type("application/stix+json;version=2.1");
  claim.mutable_opaque()->set_external_id(std::string(id));
  claim.mutable_opaque()->set_content(R"({"type":"indicator","id":")" + std::string(id) + "\"}");
  return claim;
}

v1::Request withdrawal_of(const v1::Claim& claim) {
  v1::Request request;
  auto& value = *request.mutable_withdraw()->add_values();
  value.set_type(claim.type());
  value.set_value(claim.value());
  return request;
}

TEST_F(ServerTest, with_one_of_its_values_goes_the_object_that_says_it_and_the_others_stay) {
  const std::string id = "indicator--00000001-0000-4000-8000-0123456789ab";
  const std::string other = "indicator--00000002-0000-4000-8000-0123456789ab";
  auto claims = claims_of({"or-one.com", "or-two.com", "by-itself.com"});
  claims[0].add_tags("stix:" + id);
  claims[1].add_tags("stix:" + id);
  claims[2].add_tags("stix:" + other);
  claims.push_back(object_of(id));
  claims.push_back(object_of(other));
  ASSERT_TRUE(publish(begin(context(v1::TLP_AMBER)), claims).back().has_publish());
  const auto done = ask(withdrawal_of(claims[0]));
  ASSERT_TRUE(done.back().has_publish()) << done.back().error().text();
  const auto holds = [&](const v1::Claim& claim) {
    v1::Request lookup;
    *lookup.mutable_lookup()->add_values() = withdrawal_of(claim).withdraw().values(0);
    return ask(lookup).front().lookup().results(0).found();
  };
  EXPECT_FALSE(holds(claims[0]));
  EXPECT_TRUE(holds(claims[1]));
  EXPECT_TRUE(holds(claims[2]));
  EXPECT_EQ(stored_header(done.back().publish()).targets(0).claims_size(), 2) << "the value and its object";
  const auto second = ask(withdrawal_of(claims[1]));
  EXPECT_EQ(stored_header(second.back().publish()).targets(0).claims_size(), 1) << "which is gone already";
}

TEST_F(ServerTest, with_a_digest_goes_a_file_of_that_digest_whatever_its_name) {
  const std::string digest(64, 'a');
  std::vector<v1::Claim> claims;
  for (const auto& text : {digest, "a.exe|" + digest, "b.exe|" + std::string(64, 'b')}) {
    const auto parsed = observable::parse(text, {observable::Type::None, text != digest}).value();
    claims.emplace_back().set_type(static_cast<std::uint32_t>(parsed.observable.type));
    claims.back().set_value(parsed.observable.value);
  }
  ASSERT_TRUE(publish(begin(context(v1::TLP_AMBER)), claims).back().has_publish());
  const auto done = ask(withdrawal_of(claims[0]));
  ASSERT_TRUE(done.back().has_publish()) << done.back().error().text();
  EXPECT_EQ(stored_header(done.back().publish()).targets(0).claims_size(), 2);
  EXPECT_EQ(ask(withdrawal_of(claims[1])).back().error().code(), "not_found");
  EXPECT_TRUE(ask(withdrawal_of(claims[2])).back().has_publish());
}

}  // namespace
}  // namespace tidings::api
