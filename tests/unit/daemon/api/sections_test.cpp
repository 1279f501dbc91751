#include <map>

#include "core/bulletin/verify.hpp"
#include "daemon/api/server.hpp"
#include "tests/unit/daemon/api/served.hpp"

namespace tidings::api {
namespace {

using intake::claims_of;
using partners::Organisation;

/// A publication of two contexts, GREEN and AMBER, over the socket.
struct SectionsTest : testing::Test {
  SectionsTest() {
    served.node.befriend(brussels, "brussels");
    const auto started = served.start();
    EXPECT_TRUE(started) << started.error().what;
  }
  static v1::Header context(v1::Tlp tlp) {
    v1::Header header;
    header.set_title("A report");
    header.mutable_audience()->set_tlp(tlp);
    return header;
  }
  static void add(v1::PublishClaims& claims, std::string_view value) {
    *claims.add_claims() = claims_of({value}).front();
  }
  v1::Answer publish(v1::PublishBegin begin, const v1::PublishContext& second,
                     std::string_view value = "45.62.198.74") {
    std::vector<v1::Answer> answers;
    served.serve([&] {
      Client client(served.options.socket_path);
      v1::Request request;
      request.set_id(client.next_id());
      *request.mutable_publish_begin() = std::move(begin);
      client.send(request);
      add(*request.mutable_publish_claims(), "45.62.198.73");
      client.send(request);
      request.mutable_publish_claims()->Clear();
      *request.mutable_publish_claims()->mutable_begins() = second;
      add(*request.mutable_publish_claims(), value);
      client.send(request);
      request.mutable_publish_end();
      client.send(request);
      answers = client.rest();
    });
    return answers.back();
  }
  static v1::PublishBegin green() {
    v1::PublishBegin begin;
    begin.set_context(context(v1::TLP_GREEN).SerializeAsString());
    begin.set_tlp_given(true);
    begin.set_confirmed(true);
    return begin;
  }
  static v1::PublishContext amber() {
    v1::PublishContext begins;
    begins.set_context(context(v1::TLP_AMBER).SerializeAsString());
    begins.set_tlp_given(true);
    return begins;
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"};
  Served served{taipei};
};

TEST_F(SectionsTest, each_audience_is_told_with_its_claims_and_who_would_receive_it) {
  const auto answer = publish(green(), amber());
  ASSERT_TRUE(answer.has_publish()) << answer.error().text();
  const auto& made = answer.publish();
  EXPECT_EQ(made.bulletin_ids_size(), 2);
  ASSERT_EQ(made.shares_size(), 2);
  EXPECT_EQ(made.shares(0).audience().tlp(), v1::TLP_GREEN);
  EXPECT_EQ(made.shares(1).audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(made.shares(1).claims(), 1U);
  EXPECT_EQ(made.shares(1).audience().holdings_size(), 1);
}

TEST_F(SectionsTest, a_later_context_is_resolved_like_the_first) {
  auto named = amber();
  named.add_release_to("brusels");
  const auto answer = publish(green(), named);
  EXPECT_EQ(answer.error().code(), "not_found");
  ASSERT_EQ(answer.error().nearest_size(), 1);
  EXPECT_EQ(answer.error().nearest(0), "brussels");
}

TEST_F(SectionsTest, a_later_context_that_is_wide_needs_to_be_confirmed_too) {
  v1::PublishBegin begin;
  begin.set_context(context(v1::TLP_AMBER).SerializeAsString());
  begin.set_tlp_given(true);
  v1::PublishContext wide;
  wide.set_context(context(v1::TLP_CLEAR).SerializeAsString());
  wide.set_tlp_given(true);
  EXPECT_EQ(publish(begin, wide).error().code(), "policy");
  begin.set_confirmed(true);
  EXPECT_TRUE(publish(begin, wide).has_publish());
}

TEST_F(SectionsTest, a_publication_that_a_format_names_is_amended_by_its_name) {
  auto begin = green();
  begin.set_publication_id("0123456789abcdef");
  EXPECT_EQ(publish(begin, amber()).publish().revision(), 1U);
  const auto same = publish(begin, amber()).publish();
  EXPECT_EQ(same.already_said(), 2U);
  EXPECT_EQ(same.bulletin_ids_size(), 0);
  EXPECT_EQ(publish(begin, amber(), "45.62.198.75").publish().revision(), 2U);
}

TEST_F(SectionsTest, a_revision_reaches_further_than_the_former_only_with_a_reason) {
  auto begin = green();
  begin.set_publication_id("0123456789abcdef");
  ASSERT_TRUE(publish(begin, amber()).has_publish());
  v1::PublishContext clear;
  clear.set_context(context(v1::TLP_CLEAR).SerializeAsString());
  clear.set_tlp_given(true);
  EXPECT_EQ(publish(begin, clear).error().code(), "policy");
  begin.set_override_marking("agreed with its author");
  EXPECT_TRUE(publish(begin, clear).has_publish());
}

TEST_F(SectionsTest, no_value_of_a_revision_reaches_further_than_the_part_that_said_it) {
  auto begin = green();
  begin.set_publication_id("0123456789abcdef");
  ASSERT_TRUE(publish(begin, amber()).has_publish());
  v1::PublishContext wider;
  wider.set_context(context(v1::TLP_GREEN).SerializeAsString());
  wider.set_tlp_given(true);
  const auto refused = publish(begin, wider);
  EXPECT_EQ(refused.error().code(), "policy") << "what was AMBER alone is GREEN now";
  EXPECT_TRUE(publish(begin, wider, "45.62.198.75").has_publish()) << "what is new is for whom the former reached";
  ASSERT_TRUE(publish(begin, amber()).has_publish());
  begin.set_override_marking("its author widened it");
  EXPECT_TRUE(publish(begin, wider).has_publish());
}

TEST_F(SectionsTest, what_is_held_is_shown_context_by_context) {
  auto begin = green();
  begin.set_hold_us(60'000'000);
  const auto held = publish(begin, amber());
  ASSERT_TRUE(held.publish().has_held()) << held.error().text();
  EXPECT_EQ(held.publish().held().tlp(), v1::TLP_GREEN) << "the widest";
  v1::Request request;
  request.mutable_held()->set_action(v1::HELD_SHOW);
  request.mutable_held()->set_id(base::to_hex(held.publish().held().id()));
  std::vector<v1::Answer> answers;
  served.serve([&] { answers = Client(served.options.socket_path).ask(request); });
  std::map<int, int> claims;
  for (const auto& answer : answers) {
    v1::Header header;
    if (answer.held().context().empty()) continue;
    ASSERT_TRUE(header.ParseFromString(answer.held().context()));
    claims[header.audience().tlp()] += answer.held().claims_size();
  }
  EXPECT_EQ(claims, (std::map<int, int>{{v1::TLP_GREEN, 1}, {v1::TLP_AMBER, 1}}));
}

}  // namespace
}  // namespace tidings::api
