#include <gtest/gtest.h>

#include "tests/unit/core/sync/fixture.hpp"

namespace tidings::sync {
namespace {

using namespace test;

std::vector<Item> items(std::uint64_t first, std::size_t count, Lane lane = Lane::Normal, std::size_t size = 300) {
  std::vector<Item> made;
  for (std::size_t i = 0; i < count; ++i) made.push_back(item(first + i, lane, size));
  return made;
}

TEST(Sending, begins_by_asking_for_every_lane) {
  Held held;
  held.say(v1::FRAME_HELLO, held.hello());
  held.link.ready();
  EXPECT_EQ(held.wished<wish::FindCandidates>().size(), 3U);
}

TEST(Sending, offers_what_is_found_with_the_cursor_behind_it) {
  Held held;
  const auto some = items(1, 3);
  held.greeted().give_candidates(some, "behind");
  const auto offers = held.said<v1::Offer>(v1::FRAME_OFFER);
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].number(), 1U);
  EXPECT_EQ(offers[0].lane(), v1::LANE_NORMAL);
  EXPECT_EQ(offers[0].token(), "behind");
  ASSERT_EQ(offers[0].entries_size(), 3);
  EXPECT_EQ(offers[0].entries(2).bulletin_id(), some[2].id.str());
  EXPECT_EQ(offers[0].entries(2).size(), some[2].bytes.size());
}

TEST(Sending, what_is_known_over_there_costs_no_body) {
  Held held;
  const auto some = items(1, 2);
  held.greeted().give_candidates(some, "t");
  held.want(1, {});
  EXPECT_TRUE(held.wished<wish::FetchBody>().empty());
  EXPECT_EQ(held.link.counts().unsettled, 0U);
}

TEST(Sending, tells_what_was_held_and_what_was_refused) {
  Held held;
  const auto some = items(1, 4);
  held.greeted().give_candidates(some, "t");
  v1::Want want;
  want.set_offer(1);
  want.add_entries(0);
  auto& settled = *want.add_settled();
  settled.set_entry(1);
  settled.set_outcome(v1::OUTCOME_REFUSED);
  settled.set_reason("policy");
  held.say(v1::FRAME_WANT, want);
  std::vector<BulletinId> fetched, known;
  for (const auto& wish : held.wishes()) {
    if (const auto* fetch = std::get_if<wish::FetchBody>(&wish)) fetched.push_back(fetch->id);
    if (const auto* note = std::get_if<wish::NoteDelivered>(&wish)) known = note->ids;
    if (const auto* no = std::get_if<wish::NoteRefused>(&wish)) {
      EXPECT_EQ(no->id, some[1].id);
      EXPECT_EQ(no->outcome, Outcome::Refused);
      EXPECT_EQ(no->reason, "policy");
    }
  }
  EXPECT_EQ(fetched, std::vector<BulletinId>{some[0].id});
  EXPECT_EQ(known, (std::vector<BulletinId>{some[2].id, some[3].id}));
}

TEST(Sending, delivers_in_pieces_and_is_done_when_acknowledged) {
  Held held;
  const auto one = item(1, Lane::Normal, 40'000);
  held.greeted().give_candidates({one}, "t");
  held.want(1, {0});
  held.frames();
  held.link.body(one.id, one.bytes);
  std::string whole;
  const auto pieces = held.said<v1::Deliver>(v1::FRAME_DELIVER);
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[0].bulletin_id(), one.id.str());
  EXPECT_EQ(pieces[0].size(), one.bytes.size());
  for (const auto& piece : pieces) {
    EXPECT_LE(piece.piece().size(), proto::max_piece_bytes);
    whole += piece.piece();
  }
  EXPECT_EQ(whole, one.bytes);
  held.wishes();
  held.ack(one);
  EXPECT_EQ(held.wished<wish::NoteDelivered>().size(), 1U);
  EXPECT_TRUE(held.link.counts().unsettled == 0 && held.link.counts().delivered == 1);
}

TEST(Sending, what_is_gone_is_said_and_settled) {
  Held held;
  const auto one = item(1);
  held.greeted().give_candidates({one}, "t");
  held.want(1, {0});
  held.frames();
  held.link.body(one.id, std::nullopt);
  const auto said = held.said<v1::Deliver>(v1::FRAME_DELIVER);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(said[0].gone());
  EXPECT_EQ(held.link.counts().unsettled, 0U);
}

TEST(Sending, keeps_within_the_others_window) {
  Held held;
  held.greeted(100'000);
  held.give_candidates(items(1, 30, Lane::Normal, 10'000), "t");
  std::size_t bytes = 0;
  std::vector<std::uint64_t> numbers;
  for (const auto& offer : held.said<v1::Offer>(v1::FRAME_OFFER)) {
    numbers.push_back(offer.number());
    for (const auto& entry : offer.entries()) bytes += entry.size();
    EXPECT_TRUE(offer.token().empty());  // the cursor comes with the last of what was found
  }
  EXPECT_LE(bytes, 100'000U);
  EXPECT_GT(bytes, 80'000U);
  for (const auto number : numbers) held.want(number, {});
  std::size_t more = 0;
  for (const auto& offer : held.said<v1::Offer>(v1::FRAME_OFFER))
    more += static_cast<std::size_t>(offer.entries_size());
  EXPECT_GT(more, 5U);
}

TEST(Sending, one_bulletin_larger_than_the_window_goes_alone) {
  Held held;
  held.greeted(1'000);
  held.give_candidates(items(1, 2, Lane::Normal, 5'000), "t");
  const auto offers = held.said<v1::Offer>(v1::FRAME_OFFER);
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].entries_size(), 1);
}

TEST(Sending, a_full_normal_lane_does_not_hold_up_a_higher_one) {
  Held held;
  held.greeted(50'000);
  held.give_candidates(items(1, 100, Lane::Normal, 10'000), "n");
  held.frames();
  held.give_candidates(items(1000, 1, Lane::Urgent, 10'000), "u");
  held.give_candidates(items(2000, 1, Lane::Withdrawal, 10'000), "w");
  EXPECT_EQ(held.said<v1::Offer>(v1::FRAME_OFFER).size(), 2U);
}

TEST(Sending, the_pieces_of_a_higher_lane_go_between_those_of_a_lower) {
  Held held;
  const auto slow = item(1, Lane::Normal, 100'000);
  const auto urgent = item(2, Lane::Urgent, 300);
  held.greeted().give_candidates({slow}, "n");
  held.want(1, {0});
  held.link.take_output(1);
  held.link.body(slow.id, slow.bytes);
  held.link.take_output(1);  // one piece
  held.give_candidates({urgent}, "u");
  held.want(2, {0});
  held.link.body(urgent.id, urgent.bytes);
  const auto pieces = held.said<v1::Deliver>(v1::FRAME_DELIVER);
  ASSERT_GT(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].bulletin_id(), urgent.id.str());
  EXPECT_TRUE(pieces[1].bulletin_id().empty());  // and the slow one goes on
}

TEST(Sending, asks_ahead_so_that_an_answer_finds_the_next_offer_ready) {
  Held held;
  held.greeted();
  held.give_candidates(items(1, 200), "a", false);
  EXPECT_EQ(held.wished<wish::FindCandidates>().size(), 1U);
}

TEST(Sending, a_cursor_over_what_may_not_be_had_is_told_once_at_the_end) {
  Held held;
  held.greeted();
  for (int i = 0; i < 5; ++i) {
    held.give_candidates({}, "at " + std::to_string(i), false);
    EXPECT_TRUE(held.said<v1::Offer>(v1::FRAME_OFFER).empty());
  }
  held.give_candidates({}, "at the end", true);
  const auto offers = held.said<v1::Offer>(v1::FRAME_OFFER);
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].entries_size(), 0);
  EXPECT_EQ(offers[0].token(), "at the end");
}

TEST(Sending, says_nothing_where_nothing_changed) {
  Held held;
  held.greeted();
  held.give_candidates({}, "here");
  held.frames();
  held.link.on_append();
  held.wishes();
  held.give_candidates({}, "here");
  EXPECT_FALSE(held.link.has_output());
}

TEST(Sending, looks_again_when_the_ledger_grew_while_it_was_read) {
  Held held;
  held.greeted();
  held.link.on_append();  // while the three questions are open
  EXPECT_TRUE(held.wished<wish::FindCandidates>().empty());
  held.give_candidates({}, "t", true);
  EXPECT_EQ(held.wished<wish::FindCandidates>().size(), 1U);
}

TEST(Sending, is_caught_up_when_every_lane_is_at_its_end_and_all_is_settled) {
  Held held;
  held.greeted();
  const auto one = item(1);
  held.link.candidates(Lane::Withdrawal, {}, "", true);
  held.link.candidates(Lane::Urgent, {}, "", true);
  held.give_candidates({one}, "t");
  EXPECT_FALSE(held.link.counts().caught_up);
  held.want(1, {});
  EXPECT_TRUE(held.link.counts().caught_up);
}

TEST(Sending, ids_wanted_again_are_delivered_outside_offers) {
  Held held;
  const auto one = item(1);
  v1::Want want;
  want.add_ids(one.id.str());
  held.greeted().say(v1::FRAME_WANT, want);
  ASSERT_EQ(held.wished<wish::FetchBody>().size(), 1U);
  held.link.body(one.id, one.bytes);
  EXPECT_EQ(held.said<v1::Deliver>(v1::FRAME_DELIVER).size(), 1U);
  held.ack(one);
  EXPECT_EQ(held.wished<wish::NoteDelivered>().size(), 1U);
}

TEST(Sending, an_answer_in_parts_decides_each_entry_once) {
  Held held;
  const auto some = items(1, 3);
  held.greeted().give_candidates(some, "t");
  v1::Want part;
  part.set_offer(1);
  part.set_more(true);
  part.add_entries(1);
  held.say(v1::FRAME_WANT, part);
  EXPECT_EQ(held.link.counts().unsettled, 3U);
  EXPECT_EQ(held.wished<wish::FetchBody>().size(), 1U);
  held.want(1, {0});
  EXPECT_EQ(held.link.counts().unsettled, 2U);  // the third is known
  held.want(1, {});
  EXPECT_EQ(held.closed().code, ErrorCode::Protocol);
}

TEST(Sending, answers_that_fit_nothing_end_the_link) {
  const auto ended_by = [](auto say) {
    Held held;
    held.greeted().give_candidates(items(1, 2), "t");
    say(held);
    return held.closed().code;
  };
  EXPECT_EQ(ended_by([](Held& held) { held.want(9, {0}); }), ErrorCode::Protocol);
  EXPECT_EQ(ended_by([](Held& held) { held.want(1, {2}); }), ErrorCode::Protocol);
  EXPECT_EQ(ended_by([](Held& held) { held.want(1, {1, 1}); }), ErrorCode::Protocol);
  EXPECT_EQ(ended_by([](Held& held) { held.ack(item(1)); }), ErrorCode::Protocol);
  EXPECT_EQ(ended_by([](Held& held) { held.ack(item(9)); }), ErrorCode::Protocol);
  EXPECT_EQ(ended_by([](Held& held) {
              v1::Want want;
              want.add_ids("short");
              held.say(v1::FRAME_WANT, want);
            }),
            ErrorCode::Protocol);
}

TEST(Sending, a_reason_that_is_none_of_ours_does_not_reach_the_logs) {
  Held held;
  const auto one = item(1);
  held.greeted().give_candidates({one}, "t");
  held.want(1, {0});
  held.link.body(one.id, one.bytes);
  held.frames();
  held.ack(one, v1::OUTCOME_REFUSED, "x\n2026-01-01 ERROR forged");
  const auto refused = held.wished<wish::NoteRefused>();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].reason, "unstated");
}

}  // namespace
}  // namespace tidings::sync
