#include "daemon/feeding/compare.hpp"

#include <algorithm>
#include <optional>

#include "daemon/feeding/words.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::feeding {
namespace {

using intake::claims_of;
using intake::Node;
using intake::Organisation;
using std::chrono::hours;

struct CompareTest : testing::Test {
  CompareTest() {
    options.name = "soc";
    options.title = "Feed soc";
    options.lifetime = hours(24 * 30);
    options.every = hours(1);
    context = context_of(options, report());
  }
  static v1::Header report() {
    v1::Header header;
    header.set_kind(v1::KIND_REPORT);
    return header;
  }
  intake::Published publish(std::vector<v1::Claim> claims) {
    intake::Draft draft;
    draft.context = context;
    draft.feed_tag = context.tags(context.tags_size() - 1);
    draft.context.set_expires_at((node.clock.now() + options.lifetime).us);
    draft.claims = std::move(claims);
    return node.publish(std::move(draft)).value();
  }
  std::shared_ptr<Said> saying(const std::vector<v1::Claim>& claims) {
    auto said = std::make_shared<Said>(1'000);
    for (const auto& claim : claims) {
      EXPECT_TRUE(said->add(digest_of(digest_of(context), claim), claim.valid_until()));
      if (const auto subject = subject_of(claim); !subject.empty()) said->add_subject(subject);
    }
    said->seal();
    return said;
  }
  std::shared_ptr<Compare> compare(std::shared_ptr<Said> said, Scope scope = Scope::Whole) {
    Comparison what;
    what.scope = scope;
    what.said = std::move(said);
    what.tag = tag_of(options.name);
    what.self = taipei.id();
    what.now = node.clock.now();
    what.lifetime = options.lifetime;
    what.every = options.every;
    auto made = std::make_shared<Compare>(std::move(what));
    for (bool more = true; more;) {
      node.read([&](store::Reading& reading) { more = made->step(reading).value(); });
    }
    return made;
  }
  static std::size_t unsaid(const Said& said) {
    std::size_t count = 0;
    for (std::size_t place = 0; place < said.size(); ++place) count += said.is_held(place) ? 0 : 1;
    return count;
  }

  Organisation taipei{"Taipei"};
  Node node{taipei};
  FeedOptions options;
  v1::Header context;
};

TEST_F(CompareTest, what_is_said_and_held_is_neither_new_nor_gone) {
  publish(claims_of({"45.62.198.73", "evil.example.net"}));
  const auto said = saying(claims_of({"evil.example.net", "45.62.198.73"}));
  const auto found = compare(said);
  EXPECT_EQ(unsaid(*said), 0u);
  EXPECT_EQ(found->gone_claims(), 0u);
  EXPECT_TRUE(found->to_renew().empty());
}

TEST_F(CompareTest, what_came_is_unsaid_and_what_went_is_gone_by_number) {
  const auto made = publish(claims_of({"45.62.198.73", "evil.example.net"}));
  const auto said = saying(claims_of({"evil.example.net", "other.example.net"}));
  const auto found = compare(said);
  EXPECT_EQ(unsaid(*said), 1u);
  ASSERT_EQ(found->gone().size(), 1u);
  EXPECT_EQ(found->gone()[0].id, made.bulletins[0]);
  EXPECT_EQ(found->gone()[0].claims, std::vector<std::uint32_t>{0});
}

TEST_F(CompareTest, a_bulletin_of_which_all_is_gone_is_taken_back_whole) {
  publish(claims_of({"45.62.198.73", "evil.example.net"}));
  const auto found = compare(saying(claims_of({"other.example.net"})));
  ASSERT_EQ(found->gone().size(), 1u);
  EXPECT_TRUE(found->gone()[0].claims.empty());
  EXPECT_EQ(found->gone_claims(), 2u);
}

TEST_F(CompareTest, what_is_whole_is_renewed_before_half_its_life_is_over) {
  const auto made = publish(claims_of({"45.62.198.73", "evil.example.net"}));
  node.clock.advance(hours(24 * 12));
  const auto said = saying(claims_of({"45.62.198.73", "evil.example.net"}));
  const auto found = compare(said);
  EXPECT_EQ(found->to_renew(), std::vector{made.publication});
  EXPECT_EQ(unsaid(*said), 0u) << "its claims need not be said anew";
}

TEST_F(CompareTest, of_what_is_no_longer_whole_the_rest_is_said_anew) {
  publish(claims_of({"45.62.198.73", "evil.example.net"}));
  node.clock.advance(hours(24 * 12));
  const auto said = saying(claims_of({"evil.example.net"}));
  const auto found = compare(said);
  EXPECT_TRUE(found->to_renew().empty());
  EXPECT_EQ(unsaid(*said), 1u);
}

TEST_F(CompareTest, in_increments_only_what_is_said_of_the_same_thing_is_gone) {
  auto claims = claims_of({"45.62.198.73", "evil.example.net"});
  claims[0].add_tags("stix:indicator--1");
  claims[1].add_tags("stix:indicator--2");
  publish(claims);
  auto newer = claims_of({"45.62.198.74"});
  newer[0].add_tags("stix:indicator--1");
  const auto found = compare(saying(newer), Scope::Since);
  ASSERT_EQ(found->gone().size(), 1u);
  EXPECT_EQ(found->gone()[0].claims, std::vector<std::uint32_t>{0});
}

TEST_F(CompareTest, what_its_author_took_back_is_told_apart_from_what_is_gone) {
  publish(claims_of({"45.62.198.73", "a.evil-name.tw", "b.evil-name.tw", "c.evil-name.tw"}));
  const auto said = saying(claims_of({"45.62.198.73", "c.evil-name.tw"}));
  for (const auto& claim : claims_of({"a.evil-name.tw", "c.evil-name.tw"})) said->take_back(claim);
  for (const auto scope : {Scope::Whole, Scope::Since}) {
    const auto found = compare(said, scope);
    ASSERT_EQ(found->taken_back().size(), 1u);
    EXPECT_EQ(found->taken_back()[0].claims, std::vector<std::uint32_t>{1}) << "what is said all the same stays";
    EXPECT_EQ(found->taken_back_claims(), 1u);
    EXPECT_EQ(found->gone_claims(), scope == Scope::Whole ? 1u : 0u);
  }
}

TEST_F(CompareTest, what_was_withdrawn_by_hand_is_told_apart_from_what_the_feed_took_back) {
  const auto made = publish(claims_of({"hand-one.tw", "feed-one.tw", "kept-one.tw"}));
  const auto whole = publish(claims_of({"whole-one.tw"}));
  const auto withdraw = [&](const intake::Published& what, std::optional<std::uint32_t> claim, std::string tag) {
    intake::Draft draft;
    draft.context = intake::withdrawals_of(
        std::vector<intake::TakenBack>{{what.bulletins[0], context.audience(), node.clock.now() + options.lifetime,
                                        claim ? std::vector{*claim} : std::vector<std::uint32_t>{}}},
        "", node.clock.now())[0];
    if (!tag.empty()) draft.context.add_tags(tag);
    draft.feed_tag = std::move(tag);
    ASSERT_TRUE(node.publish(std::move(draft)));
  };
  withdraw(made, 0, {});
  withdraw(made, 1, tag_of(options.name));
  withdraw(whole, std::nullopt, {});
  const auto found = compare(nullptr);
  const auto is_by_hand = [&](std::string_view value) { return found->by_hand().has(claims_of({value})[0]); };
  EXPECT_TRUE(is_by_hand("hand-one.tw"));
  EXPECT_FALSE(is_by_hand("feed-one.tw"));
  EXPECT_FALSE(is_by_hand("kept-one.tw"));
  EXPECT_TRUE(is_by_hand("whole-one.tw"));
}

TEST_F(CompareTest, what_others_and_other_feeds_say_is_not_looked_at) {
  publish(claims_of({"evil.example.net"}));
  options.name = "another";
  const auto found = compare(saying({}));
  EXPECT_EQ(found->bulletins(), 0u);
}

}  // namespace
}  // namespace tidings::feeding
