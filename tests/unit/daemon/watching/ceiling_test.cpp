// What a watcher may not see is neither told nor hinted at.
#include "tests/unit/daemon/watching/watching_fixture.hpp"

namespace tidings::watching {
namespace {

using intake::claims_of;
using intake::header_by;
using intake::sign;

TEST_F(WatchingTest, what_a_watcher_may_not_see_does_not_lift_an_arrival_over_the_score_he_asks_for) {
  auto sure = header(v1::TLP_RED);
  sure.set_confidence(bulletin::encode_confidence(100));
  say(sure, claims_of({"both.example.net"}));
  Wish wish;
  wish.filter.set_min_score(20);
  wish.max_tlp = v1::TLP_AMBER_STRICT;
  const auto one = told(wish);
  wish.max_tlp = v1::TLP_RED;
  const auto all = told(wish);
  node.befriend(prague, "prague");
  auto unsure = header_by(prague, node.clock.now());
  unsure.set_confidence(bulletin::encode_confidence(10));
  ASSERT_EQ(node.submit(sign(prague, unsure, claims_of({"both.example.net"})), prague.id()).ending,
            intake::Ending::Stored);
  ASSERT_TRUE(until_told(*all, 1)) << "who sees both has the score of both";
  say({"end.example.net"});
  ASSERT_TRUE(until_told(*one, 1));
  EXPECT_EQ(one->values(), (Texts{"end.example.net"}));
}

TEST_F(WatchingTest, what_arrives_above_the_ceiling_is_not_even_told_as_progress) {
  Wish wish;
  wish.max_tlp = v1::TLP_AMBER_STRICT;
  const auto one = told(wish);
  wish.max_tlp = v1::TLP_RED;
  const auto all = told(wish);
  ASSERT_TRUE(until([&] { return one->caught_up && all->caught_up; }));
  const auto pieces = one->pieces;
  for (int i = 0; i < 30; ++i) say({"n" + std::to_string(i) + ".example.net"}, v1::TLP_RED);
  ASSERT_TRUE(until_told(*all, 30));
  until([&] { return one->watcher->position().at >= store::Sequence{30}; });
  EXPECT_EQ(one->pieces, pieces) << "30 seconds went by, and not a word";
  say({"seen.example.net"});
  ASSERT_TRUE(until_told(*one, 1));
}

TEST_F(WatchingTest, what_the_asker_may_not_see_never_reaches_it) {
  const auto reader = told();
  Wish all;
  all.max_tlp = v1::TLP_RED;
  const auto red = told(all);
  Wish outside;
  outside.max_tlp = v1::TLP_RED;
  outside.reach = Reach::Outside;
  const auto outlet = told(outside);
  auto local = header_by(taipei, node.clock.now());
  local.mutable_audience()->set_local(true);
  ASSERT_EQ(node.submit(sign(taipei, local, claims_of({"local.example.net"})), {}).ending, intake::Ending::Stored);
  say({"secret.example.net"}, v1::TLP_RED);
  say({"open.example.net"});
  ASSERT_TRUE(until_told(*red, 3));
  ASSERT_TRUE(until_told(*reader, 2));
  ASSERT_TRUE(until_told(*outlet, 2));
  EXPECT_EQ(reader->values(), (Texts{"local.example.net", "open.example.net"}));
  EXPECT_EQ(outlet->values(), (Texts{"secret.example.net", "open.example.net"})) << "what is local never leaves";
}

TEST_F(WatchingTest, a_withdrawal_is_told_to_who_may_have_been_told_of_its_target) {
  Wish wish;
  wish.filter.add_types(static_cast<std::uint32_t>(observable::Type::Domain));
  const auto one = told(wish);
  const auto target = say({"a.example.net"});
  node.clock.advance(std::chrono::seconds(1));
  const auto withdrawal = intake::withdrawal_of(brussels, target, node.clock.now());
  say(withdrawal, {});
  ASSERT_TRUE(until_told(*one, 2));
  const auto& last = one->arrivals.back();
  EXPECT_FALSE(last.has_value());
  EXPECT_EQ(last.said().kind(), v1::KIND_WITHDRAWAL);
  ASSERT_EQ(last.targets_size(), 1);
  EXPECT_EQ(last.targets(0).bulletin_id(), target.header.id.str());
}

}  // namespace
}  // namespace tidings::watching
