#include <map>

#include "core/bulletin/verify.hpp"
#include "daemon/intake/publisher.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

struct SectionsTest : testing::Test {
  SectionsTest() { node.befriend(brussels, "brussels"); }

  v1::Header context(v1::Tlp tlp, const std::string& title = "Phishing against ministries") {
    v1::Header made;
    made.set_kind(v1::KIND_REPORT);
    made.set_title(title);
    made.mutable_audience()->set_tlp(tlp);
    made.set_expires_at((node.clock.now() + hours(24 * 90)).us);
    return made;
  }
  static void add(Draft& draft, v1::Header context, const std::vector<v1::Claim>& claims) {
    draft.sections.push_back({std::move(context), claims.size()});
    draft.claims.insert(draft.claims.end(), claims.begin(), claims.end());
  }
  /// What a format names as its own: reading it again amends.
  static Draft named() {
    Draft draft;
    draft.context.set_publication_id("0123456789abcdef");
    draft.is_new = true;
    return draft;
  }
  Draft green_and_amber(std::initializer_list<std::string_view> green, std::initializer_list<std::string_view> amber) {
    auto draft = named();
    if (green.size() > 0) add(draft, context(v1::TLP_GREEN), claims_of(green));
    if (amber.size() > 0) add(draft, context(v1::TLP_AMBER), claims_of(amber));
    return draft;
  }
  std::vector<bulletin::Header> headers(const Published& published) {
    std::vector<bulletin::Header> headers;
    node.read([&](store::Reading& reading) {
      for (const auto& id : published.bulletins) {
        headers.push_back(bulletin::peek_header(*reading.ledger.bytes(id).value()).value());
      }
    });
    return headers;
  }
  bool is_superseded(const bulletin::BulletinId& id) {
    bool superseded = false;
    node.read([&](store::Reading& reading) {
      const auto entry = reading.ledger.find(id).value();
      superseded = reading.index.standing(std::span(&entry->sequence, 1)).value().front()->superseded;
    });
    return superseded;
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"};
  Node node{taipei};
};

TEST_F(SectionsTest, each_is_cut_under_its_own_context_and_numbered_among_its_audience) {
  auto draft = named();
  add(draft, context(v1::TLP_GREEN, "Names"), many_claims(1'500, "a"));
  add(draft, context(v1::TLP_AMBER, "Names"), claims_of({"45.62.198.73"}));
  add(draft, context(v1::TLP_GREEN, "Files"), many_claims(10, "b"));
  const auto published = node.publish(std::move(draft));
  ASSERT_TRUE(published) << published.error().what;
  EXPECT_EQ(published->claims, 1'511U);
  std::map<v1::Tlp, std::vector<std::string>> parts;
  for (const auto& header : headers(*published)) {
    const auto& message = header.message;
    EXPECT_EQ(header.publication, published->publication);
    parts[message.audience().tlp()].push_back(message.title() + " " + std::to_string(message.part()) + "/" +
                                              std::to_string(message.parts()) + " " +
                                              std::to_string(message.claim_count()));
  }
  EXPECT_EQ(parts[v1::TLP_GREEN], (std::vector<std::string>{"Names 1/3 1000", "Names 2/3 500", "Files 3/3 10"}));
  EXPECT_EQ(parts[v1::TLP_AMBER], std::vector<std::string>{"Names 1/1 1"});
}

TEST_F(SectionsTest, what_one_context_may_not_say_keeps_all_of_it_from_being_signed) {
  auto draft = named();
  add(draft, context(v1::TLP_GREEN), claims_of({"45.62.198.73"}));
  add(draft, context(v1::TLP_RED), claims_of({"45.62.198.74"}));
  const auto refused = node.publish(std::move(draft));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Policy);
  EXPECT_EQ(node.counters.value(telemetry::Counter::BulletinsStored), 0U);
}

TEST_F(SectionsTest, a_format_that_is_read_again_without_a_change_says_nothing_new) {
  const auto draft = green_and_amber({"45.62.198.73", "evil.example.net"}, {"45.62.198.74"});
  ASSERT_TRUE(node.publish(draft));
  node.clock.advance(hours(24));
  const auto again = node.publish(green_and_amber({"45.62.198.73", "evil.example.net"}, {"45.62.198.74"}));
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_TRUE(again->bulletins.empty());
  EXPECT_EQ(again->already_said, 3U);
  EXPECT_EQ(again->claims, 0U);
}

TEST_F(SectionsTest, once_half_its_life_is_over_it_is_said_again) {
  ASSERT_TRUE(node.publish(green_and_amber({"45.62.198.73"}, {})));
  node.clock.advance(hours(24 * 46));
  const auto again = node.publish(green_and_amber({"45.62.198.73"}, {}));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->revision, 2U);
  EXPECT_EQ(again->bulletins.size(), 1U);
}

TEST_F(SectionsTest, a_change_publishes_the_whole_of_it_as_the_next_revision) {
  const auto first = node.publish(green_and_amber({"45.62.198.73", "evil.example.net"}, {"45.62.198.74"}));
  ASSERT_TRUE(first);
  const auto moved = node.publish(green_and_amber({"45.62.198.73"}, {"45.62.198.74", "evil.example.net"}));
  ASSERT_TRUE(moved) << moved.error().what;
  EXPECT_EQ(moved->revision, 2U);
  EXPECT_EQ(moved->claims, 3U);
  EXPECT_EQ(moved->already_said, 0U);
  for (const auto& id : first->bulletins) EXPECT_TRUE(is_superseded(id));
}

TEST_F(SectionsTest, whom_a_revision_does_not_reach_hears_that_the_former_was_replaced) {
  const auto first = node.publish(green_and_amber({"45.62.198.73"}, {"45.62.198.74"}));
  ASSERT_TRUE(first);
  const auto second = node.publish(green_and_amber({}, {"45.62.198.74"}));
  ASSERT_TRUE(second) << second.error().what;
  const auto parts = headers(*second);
  ASSERT_EQ(parts.size(), 2U);
  const auto& told = parts.back().message;
  EXPECT_EQ(told.audience().tlp(), v1::TLP_GREEN);
  EXPECT_EQ(told.claim_count(), 0U);
  EXPECT_EQ(told.title(), "Phishing against ministries") << "which they know";
  EXPECT_EQ(told.revision(), 2U);
  EXPECT_TRUE(node.publish(green_and_amber({}, {"45.62.198.74"}))->bulletins.empty()) << "once";
  EXPECT_EQ(node.publish(green_and_amber({}, {"45.62.198.75"}))->bulletins.size(), 2U) << "and again with what follows";
}

TEST_F(SectionsTest, what_never_left_the_node_is_replaced_without_a_word_to_others) {
  auto first = named();
  auto local = context(v1::TLP_GREEN);
  local.mutable_audience()->set_local(true);
  add(first, local, claims_of({"45.62.198.73"}));
  ASSERT_TRUE(node.publish(std::move(first)));
  const auto second = node.publish(green_and_amber({}, {"45.62.198.74"}));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->bulletins.size(), 1U);
}

TEST_F(SectionsTest, a_feed_leaves_out_what_each_context_says_already) {
  auto feed = [&](const std::vector<v1::Claim>& green, const std::vector<v1::Claim>& amber) {
    Draft draft;
    draft.skip_already_said = true;
    add(draft, context(v1::TLP_GREEN), green);
    add(draft, context(v1::TLP_AMBER), amber);
    return draft;
  };
  ASSERT_TRUE(node.publish(feed(claims_of({"45.62.198.73"}), claims_of({"45.62.198.74"}))));
  const auto more = node.publish(feed(claims_of({"45.62.198.73"}), claims_of({"45.62.198.73", "45.62.198.74"})));
  ASSERT_TRUE(more);
  EXPECT_EQ(more->already_said, 2U);
  EXPECT_EQ(more->claims, 1U) << "that it is said to fewer is new";
  EXPECT_EQ(more->bulletins.size(), 1U);
}

TEST_F(SectionsTest, another_may_have_published_the_same_event) {
  auto header = header_by(brussels, node.clock.now());
  header.set_publication_id("0123456789abcdef");
  ASSERT_EQ(node.submit(sign(brussels, header, claims_of({"45.62.198.73"})), brussels.id()).ending, Ending::Stored);
  const auto ours = node.publish(green_and_amber({"45.62.198.73"}, {}));
  ASSERT_TRUE(ours) << ours.error().what;
  EXPECT_EQ(ours->revision, 1U);
}

}  // namespace
}  // namespace tidings::intake
