// Two and three nodes over wires that are slow or cut.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/simulation/world/network.hpp"

namespace tidings::sync {
namespace {

using namespace std::chrono_literals;
using world::Network;
using world::Words;

const policy::Terms open_terms{v1::TLP_RED, v1::TLP_RED, true, true};

struct Pair {
  explicit Pair(const world::WireOptions& options = {}, const LinkOptions& link = {}) : net(link) {
    net.add_node();
    net.add_node();
    wire = net.join(0, 1, open_terms, open_terms, options);
  }
  BulletinId say(std::size_t speaker, std::size_t size = 500, Lane lane = Lane::Normal) {
    Words words;
    words.origin = world::org(speaker);
    words.number = ++said;
    words.size = size;
    if (lane == Lane::Urgent) words.priority = v1::PRIORITY_URGENT;
    if (lane == Lane::Withdrawal) words.kind = v1::KIND_WITHDRAWAL;
    auto made = world::say(words);
    const auto id = made.header.id;
    net.node(speaker).publish(std::move(made));
    net.wake(speaker);
    return id;
  }
  void run(Duration more) { net.run(net.now() + more); }

  Network net;
  std::size_t wire{0};
  std::uint64_t said{0};
};

TEST(TwoNodes, exchange_what_each_has_at_once_in_both_directions) {
  Pair pair;
  for (int i = 0; i < 500; ++i) pair.say(static_cast<std::size_t>(i % 2));
  pair.net.connect(pair.wire);
  pair.run(10s);
  EXPECT_EQ(pair.net.node(0).held().size(), 500U);
  EXPECT_EQ(pair.net.node(1).held().size(), 500U);
  EXPECT_EQ(pair.net.node(0).tally().in_vain + pair.net.node(1).tally().in_vain, 0U);
}

TEST(TwoNodes, with_nothing_new_reconnect_in_one_round_trip_and_a_few_hundred_bytes) {
  Pair pair;
  for (int i = 0; i < 100; ++i) pair.say(0);
  pair.net.connect(pair.wire);
  pair.run(10s);
  pair.net.cut(pair.wire);
  const auto before = pair.net.cost().bytes;
  pair.net.connect(pair.wire);
  pair.run(10s);
  EXPECT_LT(pair.net.cost().bytes - before, 500U);
}

TEST(TwoNodes, an_urgent_bulletin_overtakes_a_full_normal_lane_on_a_thin_link) {
  Pair pair({300ms, 8'000});  // a satellite: 600 ms there and back, 64 kbit/s
  for (int i = 0; i < 50; ++i) pair.say(0, 60'000);
  pair.net.connect(pair.wire);
  pair.run(60s);
  ASSERT_LT(pair.net.node(1).held().size(), 20U);
  const auto urgent = pair.say(0, 400, Lane::Urgent);
  // The chunk and the piece under way (4 s), offer, want, and a piece or two that went in between each time.
  pair.run(12s);
  EXPECT_TRUE(pair.net.node(1).holds(urgent));
  EXPECT_LT(pair.net.node(1).held().size(), 20U);
}

TEST(TwoNodes, cut_at_every_byte_of_a_session_lose_nothing_and_repeat_nothing) {
  const auto speak = [](Pair& pair) {
    pair.say(0, 300);
    pair.say(0, 300, Lane::Urgent);
    pair.say(1, 300, Lane::Withdrawal);
  };
  Pair whole;
  speak(whole);
  whole.net.connect(whole.wire);
  whole.run(5s);
  const auto bytes = whole.net.cost().bytes;
  ASSERT_GT(bytes, 1'000U);
  for (std::uint64_t at = 1; at <= bytes; ++at) {
    Pair pair;
    speak(pair);
    pair.net.connect(pair.wire);
    pair.net.cut_after(pair.wire, at);
    pair.run(4s);
    pair.net.connect(pair.wire);
    pair.run(4s);
    ASSERT_EQ(pair.net.node(0).held().size(), 3U) << "cut after byte " << at;
    ASSERT_EQ(pair.net.node(1).held().size(), 3U) << "cut after byte " << at;
    ASSERT_EQ(pair.net.node(0).tally().in_vain + pair.net.node(1).tally().in_vain, 0U) << "cut after byte " << at;
  }
}

RC_GTEST_PROP(TwoNodesProperty, whatever_is_cut_everything_arrives_and_no_body_twice, ()) {
  LinkOptions options;
  options.window_bytes = *rc::gen::inRange<std::uint32_t>(1'000, 200'000);
  options.offer_entries = *rc::gen::inRange<std::size_t>(1, 50);
  options.max_in_flight = *rc::gen::inRange<std::size_t>(1, 200);
  options.piece_bytes = *rc::gen::inRange<std::uint32_t>(100, 16'000);
  Pair pair({Duration(*rc::gen::inRange(0, 400'000)), *rc::gen::inRange<std::uint64_t>(20'000, 1'000'000)}, options);
  const auto said = *rc::gen::inRange<std::size_t>(1, 60);
  for (std::size_t i = 0; i < said; ++i) {
    pair.say(*rc::gen::inRange<std::size_t>(0, 2), *rc::gen::inRange<std::size_t>(200, 30'000),
             static_cast<Lane>(*rc::gen::inRange(0, 3)));
  }
  for (int cuts = *rc::gen::inRange(0, 6); cuts > 0; --cuts) {
    pair.net.connect(pair.wire);
    pair.net.cut_after(pair.wire, *rc::gen::inRange<std::uint64_t>(1, 200'000));
    pair.run(Duration(*rc::gen::inRange(1, 5'000'000)));
    pair.net.cut(pair.wire);
  }
  pair.net.connect(pair.wire);
  pair.run(300s);
  RC_ASSERT(pair.net.node(0).held().size() == said);
  RC_ASSERT(pair.net.node(1).held().size() == said);
  RC_ASSERT(pair.net.node(0).tally().in_vain + pair.net.node(1).tally().in_vain == 0U);
  RC_ASSERT(pair.net.is_up(pair.wire));
}

TEST(Triangle, one_that_a_partner_has_costs_an_offer_and_not_a_body) {
  Network net;
  for (int i = 0; i < 3; ++i) net.add_node();
  const std::array<std::size_t, 3> wires{net.join(0, 1, open_terms, open_terms), net.join(1, 2, open_terms, open_terms),
                                         net.join(2, 0, open_terms, open_terms)};
  for (const auto wire : wires) net.connect(wire);
  net.run(1s);
  std::uint64_t body_bytes = 0;
  for (std::uint64_t i = 1; i <= 100; ++i) {
    Words words;
    words.origin = world::org(0);
    words.number = i;
    words.size = 5'000;
    auto said = world::say(words);
    body_bytes += said.bytes.size();
    net.node(0).publish(std::move(said));
  }
  net.wake(0);
  net.run(30s);
  EXPECT_EQ(net.node(1).held().size(), 100U);
  EXPECT_EQ(net.node(2).held().size(), 100U);
  EXPECT_LT(net.cost().body_bytes, 2 * body_bytes + 2 * 100 * 64);  // one body a node, and the words around it
  EXPECT_EQ(net.node(1).tally().in_vain + net.node(2).tally().in_vain, 0U);
}

TEST(Triangle, what_a_partner_was_delivering_when_it_was_cut_comes_from_the_other) {
  Network net;
  for (int i = 0; i < 3; ++i) net.add_node();
  const auto slow = net.join(0, 2, open_terms, open_terms, {10ms, 1'000});
  const auto first = net.join(0, 1, open_terms, open_terms, {300ms, 1'000'000});
  const auto second = net.join(1, 2, open_terms, open_terms, {300ms, 1'000'000});
  net.connect(slow);
  net.connect(first);
  net.connect(second);
  net.run(3s);
  Words words;
  words.origin = world::org(0);
  words.size = 50'000;
  words.number = 1;
  net.node(0).publish(world::say(words));
  net.wake(0);
  net.run(net.now() + 10s);
  ASSERT_EQ(net.node(2).held().size(), 0U);  // wanted over the slow wire, at 1 kB/s
  net.cut(slow);
  net.run(net.now() + 3s);
  EXPECT_EQ(net.node(2).held().size(), 1U);
}

}  // namespace
}  // namespace tidings::sync
