#include "daemon/intake/named_sources.hpp"

#include "core/bulletin/verify.hpp"
#include "daemon/api/server.hpp"
#include "tests/unit/daemon/api/served.hpp"

namespace tidings::api {
namespace {

using intake::claims_of;
using partners::Organisation;

/// Publications whose contexts name bulletins of Brussels as what they came from, as documents do.
struct NamedSourcesTest : testing::Test {
  NamedSourcesTest() {
    served.node.befriend(brussels, "brussels");
    const auto started = served.start();
    EXPECT_TRUE(started) << started.error().what;
    brussels_amber = held(v1::TLP_AMBER);
  }
  std::string held(v1::Tlp tlp) {
    const auto theirs =
        intake::sign(brussels, intake::header_by(brussels, served.node.clock.now(), tlp), claims_of({"45.62.198.73"}));
    served.node.submit(theirs, brussels.id());
    return theirs.header.id.str();
  }
  static v1::Header context(v1::Tlp tlp, const std::vector<std::string>& sources) {
    v1::Header header;
    header.set_title("A report");
    header.mutable_audience()->set_tlp(tlp);
    for (const auto& id : sources) header.add_based_on(id);
    return header;
  }
  static v1::PublishBegin begin(const v1::Header& context) {
    v1::PublishBegin begin;
    begin.set_context(context.SerializeAsString());
    begin.set_tlp_given(true);
    begin.set_confirmed(true);
    return begin;
  }
  /// Of several contexts, each has one value.
  v1::Answer publish(v1::PublishBegin begin, const std::vector<v1::PublishContext>& others = {}) {
    std::vector<v1::Answer> answers;
    served.serve([&] {
      Client client(served.options.socket_path);
      v1::Request request;
      request.set_id(client.next_id());
      *request.mutable_publish_begin() = std::move(begin);
      client.send(request);
      *request.mutable_publish_claims()->add_claims() = claims_of({"45.62.198.73"}).front();
      client.send(request);
      for (const auto& other : others) {
        *request.mutable_publish_claims()->mutable_begins() = other;
        client.send(request);
      }
      request.mutable_publish_end();
      client.send(request);
      answers = client.rest();
    });
    return answers.back();
  }
  static v1::PublishContext to_brussels(const v1::Header& context) {
    v1::PublishContext begins;
    begins.set_context(context.SerializeAsString());
    begins.set_tlp_given(true);
    begins.add_release_to("brussels");
    return begins;
  }
  v1::Header published(const std::string& id) {
    std::vector<v1::Answer> answers;
    served.serve([&] {
      v1::Request show;
      show.mutable_show()->set_id(base::to_hex(id));
      answers = Client(served.options.socket_path).ask(show);
    });
    return bulletin::peek_header(answers.back().show().bulletin())->message;
  }

  const std::string elsewhere = std::string(32, 'x');  // the id of a bulletin that is not here
  std::string brussels_amber;
  Organisation taipei{"Taipei"}, brussels{"Brussels"};
  Served served{taipei};
};

TEST_F(NamedSourcesTest, a_context_is_held_to_the_audience_of_what_it_names) {
  const auto answer = publish(begin(context(v1::TLP_AMBER, {brussels_amber})));
  EXPECT_EQ(answer.error().code(), "policy");
  EXPECT_NE(answer.error().text().find(base::to_hex(brussels_amber)), std::string::npos) << answer.error().text();
  auto dry = begin(context(v1::TLP_AMBER, {brussels_amber}));
  dry.set_dry_run(true);
  EXPECT_EQ(publish(dry).error().code(), "policy") << "a dry run tells it, too";
  auto named = begin(context(v1::TLP_AMBER, {brussels_amber}));
  named.add_release_to("brussels");
  const auto made = publish(named);
  ASSERT_TRUE(made.has_publish()) << made.error().text();
  const auto header = published(made.publish().bulletin_ids(0));
  ASSERT_EQ(header.based_on_size(), 1);
  EXPECT_EQ(header.based_on(0), brussels_amber);
}

TEST_F(NamedSourcesTest, each_context_is_held_to_its_own_and_what_the_publisher_names_holds_for_all) {
  const auto answer =
      publish(begin(context(v1::TLP_GREEN, {})), {to_brussels(context(v1::TLP_AMBER, {brussels_amber}))});
  ASSERT_TRUE(answer.has_publish()) << answer.error().text();
  ASSERT_EQ(answer.publish().bulletin_ids_size(), 2);
  EXPECT_EQ(published(answer.publish().bulletin_ids(0)).based_on_size(), 0);
  EXPECT_EQ(published(answer.publish().bulletin_ids(1)).based_on_size(), 1);
  auto said = begin(context(v1::TLP_GREEN, {}));
  said.add_based_on(base::to_hex(brussels_amber));
  EXPECT_EQ(publish(said, {to_brussels(context(v1::TLP_AMBER, {}))}).error().code(), "policy");
}

TEST_F(NamedSourcesTest, what_is_not_here_is_refused_unless_overridden_and_then_left_out_and_told) {
  auto request = begin(context(v1::TLP_AMBER, {elsewhere}));
  const auto refused = publish(request);
  EXPECT_EQ(refused.error().code(), "policy");
  EXPECT_NE(refused.error().text().find("ask its origin"), std::string::npos) << refused.error().text();
  request.set_override_marking("its origin agreed by telephone");
  const auto made = publish(request);
  ASSERT_TRUE(made.has_publish()) << made.error().text();
  ASSERT_EQ(made.publish().notes_size(), 1);
  EXPECT_NE(made.publish().notes(0).find(base::to_hex(elsewhere)), std::string::npos);
  EXPECT_EQ(published(made.publish().bulletin_ids(0)).based_on_size(), 0);
  served.node.read([&](store::Reading& reading) {
    EXPECT_EQ(reading.ledger.audit(1).value().front().detail, "its origin agreed by telephone");
  });
}

TEST_F(NamedSourcesTest, what_is_left_out_of_a_held_draft_is_told_and_its_release_is_no_way_round) {
  auto request = begin(context(v1::TLP_AMBER, {elsewhere}));
  request.set_hold_us(3'600'000'000);
  EXPECT_EQ(publish(request).error().code(), "policy");
  request.set_override_marking("its origin agreed by telephone");
  const auto held = publish(request);
  ASSERT_TRUE(held.publish().has_held()) << held.error().text();
  EXPECT_EQ(held.publish().notes_size(), 1);
  v1::Request release;
  release.mutable_held()->set_action(v1::HELD_RELEASE);
  release.mutable_held()->set_id(base::to_hex(held.publish().held().id()));
  std::vector<v1::Answer> answers;
  served.serve([&] { answers = Client(served.options.socket_path).ask(release); });
  ASSERT_EQ(answers.back().publish().bulletin_ids_size(), 1) << answers.back().error().text();
  EXPECT_EQ(published(answers.back().publish().bulletin_ids(0)).based_on_size(), 0);
}

TEST_F(NamedSourcesTest, what_is_held_binds_though_the_marking_is_overridden) {
  auto request = begin(context(v1::TLP_AMBER, {elsewhere, brussels_amber}));
  request.set_override_marking("its origin agreed by telephone");
  EXPECT_EQ(publish(request).error().code(), "policy");
}

TEST_F(NamedSourcesTest, what_stays_on_this_node_may_come_from_what_is_not_here) {
  auto kept = context(v1::TLP_AMBER, {elsewhere, brussels_amber});
  kept.mutable_audience()->set_local(true);
  const auto made = publish(begin(kept));
  ASSERT_TRUE(made.has_publish()) << made.error().text();
  EXPECT_EQ(made.publish().notes_size(), 1);
  EXPECT_EQ(published(made.publish().bulletin_ids(0)).based_on_size(), 1);
}

TEST_F(NamedSourcesTest, an_amendment_keeps_what_is_gone_since_and_names_nothing_else_that_is_not_here) {
  auto first = begin(context(v1::TLP_AMBER, {brussels_amber}));
  first.add_release_to("brussels");
  const auto made = publish(first);
  ASSERT_TRUE(made.has_publish()) << made.error().text();
  auto amends = first;
  amends.set_amends(base::to_hex(made.publish().publication_id()));
  const auto revised = publish(amends);
  ASSERT_TRUE(revised.has_publish()) << revised.error().text();
  EXPECT_EQ(published(revised.publish().bulletin_ids(0)).based_on_size(), 1);
  amends.set_context(context(v1::TLP_AMBER, {brussels_amber, elsewhere}).SerializeAsString());
  EXPECT_EQ(publish(amends).error().code(), "policy");
}

TEST_F(NamedSourcesTest, what_the_caller_may_not_see_is_as_good_as_not_here) {
  intake::Sources sources;
  served.node.read([&](store::Reading& reading) {
    sources = intake::find_sources(reading.ledger, {brussels_amber}, {}, v1::TLP_GREEN).value();
  });
  EXPECT_TRUE(sources.held.empty());
  auto header = context(v1::TLP_AMBER, {brussels_amber});
  EXPECT_FALSE(intake::hold_to_sources(header, taipei.id(), sources, intake::NotHeld::Refused));
  sources.before.insert(brussels_amber);
  EXPECT_TRUE(intake::hold_to_sources(header, taipei.id(), sources, intake::NotHeld::Refused))
      << "an amendment outlives what it was based on";
  EXPECT_EQ(header.based_on_size(), 1);
}

TEST_F(NamedSourcesTest, no_more_than_64_are_named) {
  std::vector<std::string> many;
  for (char c = 1; c <= 65; ++c) many.push_back(std::string(32, c));
  intake::Sources sources;
  for (const auto& id : many) sources.held.emplace(id, policy::TargetAudience{v1::TLP_CLEAR, {}, false, brussels.id()});
  auto header = context(v1::TLP_AMBER, many);
  const auto held = intake::hold_to_sources(header, taipei.id(), sources, intake::NotHeld::Refused);
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().code, base::ErrorCode::TooLarge);
  EXPECT_EQ(publish(begin(header)).error().code(), "too_large");
}

}  // namespace
}  // namespace tidings::api
