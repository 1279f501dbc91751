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

}  // namespace
}  // namespace tidings::api
