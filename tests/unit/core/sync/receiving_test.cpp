#include <gtest/gtest.h>

#include "tests/unit/core/sync/fixture.hpp"

namespace tidings::sync {
namespace {

using namespace test;

TEST(Receiving, asks_to_judge_an_offer_and_wants_what_is_judged_so) {
  Held held;
  held.greeted().offer(1, {item(1), item(2), item(3)}, "t");
  const auto judge = held.wished<wish::JudgeOffer>();
  ASSERT_EQ(judge.size(), 1U);
  EXPECT_EQ(judge[0].entries.size(), 3U);
  held.link.judged(
      1, {{0, true, {}, {}}, {1, false, Outcome::Known, {}}, {2, false, Outcome::Refused, ErrorCode::Policy}});
  const auto wants = held.said<v1::Want>(v1::FRAME_WANT);
  ASSERT_EQ(wants.size(), 1U);
  EXPECT_EQ(wants[0].offer(), 1U);
  ASSERT_EQ(wants[0].entries_size(), 1);
  EXPECT_EQ(wants[0].entries(0), 0U);
  ASSERT_EQ(wants[0].settled_size(), 1);
  EXPECT_EQ(wants[0].settled(0).entry(), 2U);
  EXPECT_EQ(wants[0].settled(0).outcome(), v1::OUTCOME_REFUSED);
  EXPECT_EQ(wants[0].settled(0).reason(), "policy");
  EXPECT_FALSE(wants[0].more());
}

TEST(Receiving, submits_what_is_assembled_and_acknowledges_only_what_was_submitted) {
  Held held;
  const auto one = item(1, Lane::Normal, 40'000);
  held.greeted().offer(1, {one}, "t");
  held.want_all(1, 1);
  held.frames();
  held.wishes();
  held.deliver(one);
  const auto submits = held.wished<wish::Submit>();
  ASSERT_EQ(submits.size(), 1U);
  EXPECT_EQ(submits[0].bytes, one.bytes);
  EXPECT_FALSE(held.link.has_output());
  held.link.submitted(one.id, Outcome::Stored, {});
  const auto acks = held.said<v1::Ack>(v1::FRAME_ACK);
  ASSERT_EQ(acks.size(), 1U);
  EXPECT_EQ(acks[0].entries(0).outcome(), v1::OUTCOME_STORED);
  const auto kept = held.wished<wish::KeepToken>();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].token, "t");
}

TEST(Receiving, acks_are_gathered_into_one_frame) {
  Held held;
  const std::vector<Item> some{item(1), item(2), item(3)};
  held.greeted().offer(1, some, "t");
  held.want_all(1, 3);
  held.frames();
  for (const auto& one : some) held.deliver(one);
  for (const auto& one : some) held.link.submitted(one.id, Outcome::Stored, {});
  const auto acks = held.said<v1::Ack>(v1::FRAME_ACK);
  ASSERT_EQ(acks.size(), 1U);
  EXPECT_EQ(acks[0].entries_size(), 3);
}

TEST(Receiving, a_token_waits_for_every_earlier_offer_of_its_lane) {
  Held held;
  held.greeted();
  held.offer(1, {item(1)}, "first");
  held.offer(2, {item(2)}, "second");
  held.offer(3, {item(3, Lane::Urgent)}, "urgent");
  held.link.judged(2, {{0, false, Outcome::Known, {}}});
  EXPECT_TRUE(held.wished<wish::KeepToken>().empty());
  held.link.judged(3, {{0, false, Outcome::Known, {}}});
  const auto urgent = held.wished<wish::KeepToken>();
  ASSERT_EQ(urgent.size(), 1U);
  EXPECT_EQ(urgent[0].token, "urgent");
  held.link.judged(1, {{0, false, Outcome::Known, {}}});
  const auto kept = held.wished<wish::KeepToken>();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].lane, Lane::Normal);
  EXPECT_EQ(kept[0].token, "second");
}

TEST(Receiving, what_is_refused_for_now_is_kept_with_the_token_that_passes_it) {
  Held held;
  const std::vector<Item> some{item(1), item(2)};
  held.greeted().offer(1, some, "t");
  held.link.judged(1, {{0, false, Outcome::Later, ErrorCode::Quota}, {1, true, {}, {}}});
  held.wishes();
  held.deliver(some[1]);
  held.link.submitted(some[1].id, Outcome::Later, ErrorCode::UnknownKey);
  const auto kept = held.wished<wish::KeepToken>();
  ASSERT_EQ(kept.size(), 1U);
  ASSERT_EQ(kept[0].later.size(), 2U);
  EXPECT_EQ(kept[0].later[0].id, some[0].id);
  EXPECT_EQ(kept[0].later[0].reason, ErrorCode::Quota);
  EXPECT_EQ(kept[0].later[1].reason, ErrorCode::UnknownKey);
  std::string outcome;
  for (const auto& frame : held.frames()) {
    v1::Ack ack;
    if (frame.type == v1::FRAME_ACK && ack.ParseFromString(frame.body)) outcome = ack.entries(0).reason();
  }
  EXPECT_EQ(outcome, "unknown_key");
}

TEST(Receiving, what_an_offer_without_a_token_postponed_waits_for_the_next_token) {
  Held held;
  held.greeted().offer(1, {item(1)});
  held.offer(2, {item(2)}, "t");
  held.link.judged(1, {{0, false, Outcome::Later, ErrorCode::Disk}});
  EXPECT_TRUE(held.wished<wish::KeepToken>().empty());
  held.link.judged(2, {{0, false, Outcome::Known, {}}});
  const auto kept = held.wished<wish::KeepToken>();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].later.size(), 1U);
}

TEST(Receiving, an_empty_offer_moves_the_cursor_in_its_turn) {
  Held held;
  held.greeted().offer(1, {}, "over nothing");
  auto kept = held.wished<wish::KeepToken>();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].token, "over nothing");
  held.offer(2, {item(1)}, "behind one");
  held.offer(3, {}, "further on");
  EXPECT_TRUE(held.wished<wish::KeepToken>().empty());
  held.link.judged(2, {{0, false, Outcome::Known, {}}});
  kept = held.wished<wish::KeepToken>();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].token, "further on");
}

TEST(Receiving, an_offer_may_be_judged_in_parts) {
  Held held;
  const std::vector<Item> some{item(1), item(2), item(3)};
  held.greeted().offer(1, some, "t");
  held.link.judged(1, {{2, true, {}, {}}, {0, false, Outcome::Known, {}}});
  auto wants = held.said<v1::Want>(v1::FRAME_WANT);
  ASSERT_EQ(wants.size(), 1U);
  EXPECT_TRUE(wants[0].more());
  EXPECT_EQ(wants[0].entries(0), 2U);
  EXPECT_EQ(wants[0].settled(0).outcome(), v1::OUTCOME_KNOWN);
  held.deliver(some[2]);
  held.link.submitted(some[2].id, Outcome::Stored, {});
  EXPECT_TRUE(held.wished<wish::KeepToken>().empty());
  held.link.judged(1, {{1, false, Outcome::Known, {}}});
  wants = held.said<v1::Want>(v1::FRAME_WANT);
  ASSERT_EQ(wants.size(), 1U);
  EXPECT_FALSE(wants[0].more());
  EXPECT_EQ(held.wished<wish::KeepToken>().size(), 1U);
}

TEST(Receiving, what_was_not_wanted_is_not_submitted_and_too_much_of_it_ends_the_link) {
  Held held;
  held.greeted();
  held.deliver(item(1, Lane::Normal, 40'000));
  EXPECT_TRUE(held.wishes().empty());
  EXPECT_EQ(held.link.counts().unwanted, 1U);
  const auto acks = held.said<v1::Ack>(v1::FRAME_ACK);
  ASSERT_EQ(acks.size(), 1U);
  EXPECT_EQ(acks[0].entries(0).outcome(), v1::OUTCOME_UNWANTED);
  for (std::uint64_t i = 2; i < 40; ++i) held.deliver(item(i));
  EXPECT_EQ(held.closed().code, ErrorCode::Unwanted);
}

TEST(Receiving, pieces_that_do_not_make_what_was_offered_end_the_link) {
  const auto one = item(1, Lane::Normal, 3'000);
  const auto ended_by = [&one](auto say) {
    Held held;
    held.greeted().offer(1, {one}, "t");
    held.want_all(1, 1);
    say(held);
    return held.closed().code;
  };
  const auto piece = [](Held& held, const std::string& bytes, const BulletinId* id = nullptr, std::uint32_t size = 0) {
    v1::Deliver deliver;
    deliver.set_lane(v1::LANE_NORMAL);
    if (id != nullptr) deliver.set_bulletin_id(id->str());
    deliver.set_size(size);
    deliver.set_piece(bytes);
    held.say(v1::FRAME_DELIVER, deliver);
  };
  const auto size = static_cast<std::uint32_t>(one.bytes.size());
  EXPECT_EQ(ended_by([&](Held& held) { piece(held, "x", &one.id, size + 1); }), ErrorCode::Protocol) << "another size";
  EXPECT_EQ(ended_by([&](Held& held) { piece(held, "x"); }), ErrorCode::Protocol) << "a piece of nothing";
  EXPECT_EQ(ended_by([&](Held& held) { piece(held, "", &one.id, size); }), ErrorCode::Protocol) << "no bytes";
  EXPECT_EQ(ended_by([&](Held& held) { piece(held, one.bytes + "x", &one.id, size); }), ErrorCode::Protocol)
      << "beyond";
  EXPECT_EQ(ended_by([&](Held& held) { piece(held, std::string(size, 'x'), &one.id, size); }), ErrorCode::BadProof)
      << "garbage";
  EXPECT_EQ(ended_by([&](Held& held) {
              auto other = item(2, Lane::Normal, 3'000);
              other.bytes.resize(size, 'c');
              piece(held, other.bytes, &one.id, size);
            }),
            ErrorCode::BadProof)
      << "another's id";
  EXPECT_EQ(ended_by([&](Held& held) {
              piece(held, one.bytes.substr(0, 10), &one.id, size);
              piece(held, one.bytes.substr(0, 10), &one.id, size);
            }),
            ErrorCode::Protocol)
      << "begun twice";
  EXPECT_EQ(ended_by([&](Held& held) { piece(held, "x", &one.id, 0xffffffff); }), ErrorCode::Protocol);
  EXPECT_EQ(ended_by([&](Held& held) {
              const auto unknown = item(77).id;
              piece(held, "x", &unknown, 0xffffffff);
            }),
            ErrorCode::TooLarge)
      << "more than any bulletin has";
}

TEST(Receiving, offers_beyond_what_may_be_in_flight_end_the_link) {
  const auto ended_by = [](auto say, std::uint32_t window = 4u << 20) {
    LinkOptions options;
    options.window_bytes = window;
    Held held(options);
    held.greeted();
    say(held);
    return held.closed().code;
  };
  EXPECT_EQ(ended_by([](Held& held) { held.offer(2, {item(1)}); }), ErrorCode::Protocol) << "out of order";
  EXPECT_EQ(ended_by([](Held& held) { held.offer(1, {item(1), item(1)}); }), ErrorCode::Protocol) << "twice";
  EXPECT_EQ(ended_by([](Held& held) { held.offer(1, {item(1)}, std::string(129, 't')); }), ErrorCode::Protocol);
  EXPECT_EQ(ended_by([](Held& held) { held.offer(1, {item(1), item(2)}); }, 400), ErrorCode::Protocol) << "window";
  EXPECT_EQ(ended_by([](Held& held) { held.offer(1, {item(1)}); }, 100), ErrorCode::Internal) << "one of any size";
  EXPECT_EQ(ended_by([](Held& held) {
              for (std::uint64_t offer = 1; offer <= 5; ++offer) {
                std::vector<Item> some;
                for (std::uint64_t i = 0; i < 1000; ++i) some.push_back(item(offer * 1000 + i, Lane::Normal, 60));
                held.offer(offer, some);
              }
            }),
            ErrorCode::Protocol)
      << "entries";
}

TEST(Receiving, what_is_gone_over_there_settles_as_unwanted) {
  Held held;
  const auto one = item(1);
  held.greeted().offer(1, {one}, "t");
  held.want_all(1, 1);
  held.wishes();
  held.frames();
  v1::Deliver gone;
  gone.set_bulletin_id(one.id.str());
  gone.set_lane(v1::LANE_NORMAL);
  gone.set_gone(true);
  held.say(v1::FRAME_DELIVER, gone);
  std::size_t tokens = 0, freed = 0;
  for (const auto& wish : held.wishes()) {
    tokens += std::holds_alternative<wish::KeepToken>(wish) ? 1U : 0U;
    freed += std::holds_alternative<wish::SettleWanted>(wish) ? 1U : 0U;  // for another partner to deliver
  }
  EXPECT_EQ(tokens, 1U);
  EXPECT_EQ(freed, 1U);
  EXPECT_FALSE(held.link.has_output());
}

TEST(WantAgain, ends_each_id_with_what_became_of_it) {
  Held held;
  const auto stored = item(1), gone_one = item(2);
  held.greeted().link.want_again({stored.id, gone_one.id});
  const auto wants = held.said<v1::Want>(v1::FRAME_WANT);
  ASSERT_EQ(wants.size(), 1U);
  EXPECT_EQ(wants[0].offer(), 0U);
  EXPECT_EQ(wants[0].ids_size(), 2);
  held.deliver(stored);
  held.link.submitted(stored.id, Outcome::Stored, {});
  v1::Deliver gone;
  gone.set_bulletin_id(gone_one.id.str());
  gone.set_lane(v1::LANE_NORMAL);
  gone.set_gone(true);
  held.say(v1::FRAME_DELIVER, gone);
  const auto settled = held.wished<wish::SettleWanted>();
  ASSERT_EQ(settled.size(), 2U);
  EXPECT_EQ(settled[0].outcome, Outcome::Stored);
  EXPECT_EQ(settled[1].outcome, Outcome::Unwanted);
  EXPECT_EQ(settled[1].reason, ErrorCode::NotFound);
}

TEST(WantAgain, of_what_is_on_offer_asks_no_second_time) {
  Held held;
  const auto one = item(1);
  held.greeted().offer(1, {one}, "t");
  held.link.want_again({one.id});
  EXPECT_FALSE(held.link.has_output());
  held.link.judged(1, {{0, false, Outcome::Known, {}}});
  EXPECT_EQ(held.wished<wish::SettleWanted>().size(), 1U);
}

TEST(WantAgain, that_crosses_an_offer_is_answered_by_the_offer) {
  Held held;
  const auto one = item(1);
  held.greeted().link.want_again({one.id});
  held.offer(1, {one}, "t");
  held.want_all(1, 1);
  held.wishes();
  held.deliver(one);
  held.link.submitted(one.id, Outcome::Stored, {});
  EXPECT_EQ(held.link.counts().receiving, 0U);
  std::size_t settled = 0, tokens = 0;
  for (const auto& wish : held.wishes()) {
    settled += std::holds_alternative<wish::SettleWanted>(wish) ? 1U : 0U;
    tokens += std::holds_alternative<wish::KeepToken>(wish) ? 1U : 0U;
  }
  EXPECT_EQ(settled, 1U);
  EXPECT_EQ(tokens, 1U);
}

TEST(WantAgain, follows_the_ack_that_frees_the_id_over_there) {
  Held held;
  const auto one = item(1);
  held.greeted().offer(1, {one}, "t");
  held.want_all(1, 1);
  held.frames();
  held.deliver(one);
  held.link.submitted(one.id, Outcome::Later, ErrorCode::UnknownKey);
  held.link.want_again({one.id});
  const auto all = held.frames();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].type, v1::FRAME_ACK);
  EXPECT_EQ(all[1].type, v1::FRAME_WANT);
}

}  // namespace
}  // namespace tidings::sync
