#include <gtest/gtest.h>

#include "tests/unit/core/sync/fixture.hpp"

namespace tidings::sync {
namespace {

using namespace test;

TEST(Greeting, a_link_says_hello_at_once) {
  Held held;
  const auto said = held.said<v1::Hello>(v1::FRAME_HELLO);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].version(), 1U);
  EXPECT_EQ(said[0].organisation(), org('a').str());
  EXPECT_EQ(said[0].window_bytes(), LinkOptions{}.window_bytes);
}

TEST(Greeting, the_other_sides_hello_is_heard_whole) {
  Held held;
  auto hello = held.hello();
  hello.set_software("tidingsd 1\n");
  hello.set_card("card");
  hello.set_your_last_issued_at(7);
  hello.set_identity_serial(3);
  hello.set_contact_serial(4);
  hello.add_capabilities("one-we-never-heard-of");
  auto& cursor = *hello.add_cursors();
  cursor.set_lane(v1::LANE_URGENT);
  cursor.set_token("token");
  held.say(v1::FRAME_HELLO, hello);
  const auto heard = held.wished<wish::Hear>();
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].greeted.organisation, org('b'));
  EXPECT_EQ(heard[0].greeted.software, "tidingsd 1 ");
  EXPECT_EQ(heard[0].greeted.card, "card");
  EXPECT_EQ(heard[0].greeted.our_last_issued_at, 7U);
  EXPECT_EQ(heard[0].greeted.identity_serial, 3U);
  EXPECT_EQ(heard[0].greeted.contact_serial, 4U);
  ASSERT_EQ(heard[0].greeted.cursors.size(), 1U);
  EXPECT_EQ(heard[0].greeted.cursors[0].first, Lane::Urgent);
  EXPECT_EQ(heard[0].greeted.cursors[0].second, "token");
}

TEST(Greeting, anything_before_a_hello_ends_the_link) {
  for (const auto type :
       {v1::FRAME_OFFER, v1::FRAME_WANT, v1::FRAME_DELIVER, v1::FRAME_ACK, v1::FRAME_IDENTITY, v1::FRAME_PING}) {
    Held held;
    held.link.on_frame(static_cast<std::uint8_t>(type), "", held.now);
    EXPECT_EQ(held.closed().code, ErrorCode::Protocol);
    EXPECT_EQ(held.said<v1::Goodbye>(v1::FRAME_GOODBYE).size(), 1U);
  }
}

TEST(Greeting, a_second_hello_ends_the_link) {
  Held held;
  held.greeted().say(v1::FRAME_HELLO, held.hello());
  EXPECT_EQ(held.closed().code, ErrorCode::Protocol);
}

TEST(Greeting, another_version_is_refused_with_a_sentence_that_both_sides_show) {
  Held held;
  auto hello = held.hello();
  hello.set_version(2);
  held.say(v1::FRAME_HELLO, hello);
  const auto close = held.closed();
  EXPECT_EQ(close.code, ErrorCode::Unsupported);
  const auto said = held.said<v1::Goodbye>(v1::FRAME_GOODBYE);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].reason(), "unsupported");
  EXPECT_EQ(said[0].text(), close.text);

  Held other;
  other.say(v1::FRAME_GOODBYE, said[0]);
  const auto heard = other.closed();
  EXPECT_EQ(heard.code, ErrorCode::Unsupported);
  EXPECT_NE(heard.text.find(close.text), std::string::npos);
}

TEST(Greeting, a_hello_beyond_its_bounds_is_refused) {
  const auto refused = [](auto change) {
    Held held;
    auto hello = held.hello();
    change(hello);
    held.say(v1::FRAME_HELLO, hello);
    return held.closed().code == ErrorCode::Protocol;
  };
  EXPECT_TRUE(refused([](auto& hello) { hello.set_organisation("short"); }));
  EXPECT_TRUE(refused([](auto& hello) { hello.set_software(std::string(300, 's')); }));
  EXPECT_TRUE(refused([](auto& hello) { hello.set_card(std::string(70'000, 'c')); }));
  EXPECT_TRUE(refused([](auto& hello) {
    for (int i = 0; i < 65; ++i) hello.add_capabilities("c");
  }));
  EXPECT_TRUE(refused([](auto& hello) { hello.add_capabilities(std::string(65, 'c')); }));
  EXPECT_TRUE(refused([](auto& hello) { hello.add_cursors()->set_token(std::string(129, 't')); }));
  EXPECT_TRUE(refused([](auto& hello) {
    hello.add_cursors();
    hello.add_cursors();
  }));
}

TEST(Greeting, nothing_is_asked_of_the_owner_before_it_is_ready) {
  Held held;
  held.say(v1::FRAME_HELLO, held.hello());
  held.offer(1, {item(1)}, "t");
  for (const auto& wish : held.wishes()) EXPECT_TRUE(std::holds_alternative<wish::Hear>(wish));
  held.link.ready();
  EXPECT_EQ(held.wished<wish::JudgeOffer>().size(), 1U);
}

TEST(Greeting, a_hello_that_does_not_come_in_time_ends_the_link) {
  Held held;
  held.link.on_time(9s);
  EXPECT_TRUE(held.wishes().empty());
  EXPECT_EQ(held.link.next_deadline(), 10s);
  held.link.on_time(10s);
  EXPECT_EQ(held.closed().code, ErrorCode::Timeout);
}

TEST(Liveness, silence_is_answered_with_a_ping_and_then_with_the_end) {
  Held held;
  held.greeted();
  held.link.on_time(20s);
  EXPECT_EQ(held.said<v1::Ping>(v1::FRAME_PING).size(), 1U);
  EXPECT_EQ(held.link.next_deadline(), 60s);
  held.link.on_time(60s);
  EXPECT_EQ(held.closed().code, ErrorCode::Timeout);
}

TEST(Liveness, a_pong_keeps_the_link) {
  Held held;
  held.greeted().link.on_time(20s);
  held.now = 21s;
  held.say(v1::FRAME_PONG, v1::Pong());
  held.link.on_time(60s);
  EXPECT_EQ(held.closed().code, ErrorCode::Internal);
  EXPECT_EQ(held.said<v1::Ping>(v1::FRAME_PING).size(), 2U);
}

TEST(Liveness, a_flood_of_pings_costs_one_pong) {
  Held held;
  held.greeted();
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    v1::Ping ping;
    ping.set_nonce(i);
    held.say(v1::FRAME_PING, ping);
  }
  const auto pongs = held.said<v1::Pong>(v1::FRAME_PONG);
  ASSERT_EQ(pongs.size(), 1U);
  EXPECT_EQ(pongs[0].nonce(), 1000U);
}

TEST(Liveness, a_partner_that_never_delivers_what_it_offered_is_dropped) {
  Held held;
  const auto one = item(1);
  held.greeted().offer(1, {one});
  held.want_all(1, 1);
  for (held.now = 10s; held.now < 120s; held.now += 10s) {
    held.say(v1::FRAME_PONG, v1::Pong());
    held.link.on_time(held.now);
  }
  EXPECT_EQ(held.closed().code, ErrorCode::Internal);
  held.say(v1::FRAME_PONG, v1::Pong());
  held.link.on_time(120s);
  EXPECT_EQ(held.closed().code, ErrorCode::Timeout);
}

TEST(Liveness, each_piece_of_what_we_want_renews_the_patience) {
  Held held;
  const auto one = item(1, Lane::Normal, 3000);
  held.greeted().offer(1, {one});
  held.want_all(1, 1);
  v1::Deliver first;
  first.set_lane(v1::LANE_NORMAL);
  first.set_bulletin_id(one.id.str());
  first.set_size(static_cast<std::uint32_t>(one.bytes.size()));
  first.set_piece(one.bytes.substr(0, 1000));
  held.now = 100s;
  held.say(v1::FRAME_DELIVER, first);
  held.now = 200s;
  held.say(v1::FRAME_PONG, v1::Pong());
  held.link.on_time(held.now);
  EXPECT_EQ(held.closed().code, ErrorCode::Internal);
  held.now = 220s;
  held.link.on_time(held.now);
  EXPECT_EQ(held.closed().code, ErrorCode::Timeout);
}

TEST(Goodbye, is_said_with_its_reason_and_nothing_is_said_after_it) {
  Held held;
  held.greeted().link.stop(ErrorCode::Cancelled, "we are stopping");
  const auto all = held.frames();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].type, v1::FRAME_GOODBYE);
  EXPECT_EQ(held.closed().code, ErrorCode::Cancelled);
  held.link.introduce("identity", "");
  held.offer(1, {item(1)});
  EXPECT_FALSE(held.link.has_output());
  EXPECT_TRUE(held.wishes().empty());
}

TEST(Goodbye, text_from_the_other_side_is_shown_without_its_control_characters) {
  Held held;
  v1::Goodbye goodbye;
  goodbye.set_reason("busy");
  goodbye.set_text("later\x1b[31m please");
  held.greeted().say(v1::FRAME_GOODBYE, goodbye);
  const auto close = held.closed();
  EXPECT_EQ(close.code, ErrorCode::Busy);
  EXPECT_EQ(close.text, "the other side ends the link: later [31m please");
}

TEST(Frames, of_types_for_later_versions_are_passed_over_and_others_end_the_link) {
  Held held;
  held.greeted();
  for (int type = 64; type < 256; ++type) held.link.on_frame(static_cast<std::uint8_t>(type), "anything", held.now);
  EXPECT_TRUE(held.wishes().empty());
  held.link.on_frame(10, "", held.now);
  EXPECT_EQ(held.closed().code, ErrorCode::Protocol);
  Held other;
  other.greeted().link.on_frame(0, "", other.now);
  EXPECT_EQ(other.closed().code, ErrorCode::Protocol);
}

TEST(Frames, with_more_fields_than_any_message_has_are_refused_before_they_are_decoded) {
  Held held;
  held.greeted();
  std::string many;
  for (int i = 0; i < 60'000; ++i) many += std::string("\x1a\x00", 2);  // 60,000 empty entries
  held.link.on_frame(v1::FRAME_OFFER, many, held.now);
  EXPECT_EQ(held.closed().code, ErrorCode::Protocol);
}

TEST(Identity, is_said_before_what_follows_and_learnt_in_order) {
  Held held;
  held.greeted().link.introduce("identity of an origin", "");
  held.give_candidates({item(1)}, "t");
  const auto all = held.frames();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].type, v1::FRAME_IDENTITY);
  EXPECT_EQ(all[1].type, v1::FRAME_OFFER);

  Held other;
  other.greeted().link.on_frame(all[0].type, all[0].body, other.now);
  const auto learnt = other.wished<wish::LearnIdentity>();
  ASSERT_EQ(learnt.size(), 1U);
  EXPECT_EQ(learnt[0].identity, "identity of an origin");
}

}  // namespace
}  // namespace tidings::sync
