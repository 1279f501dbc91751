// Many nodes, cut and silent wires: whoever may hold a bulletin ends up holding it, nobody else does, and no body is
// carried to a node twice.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

#include "tests/simulation/world/network.hpp"
#include "tidings/v1/link.pb.h"

namespace tidings::world {
namespace {

using namespace std::chrono_literals;

std::size_t nodes_wanted() {
  const char* said = std::getenv("TIDINGS_SIM_NODES");
  return said != nullptr ? std::max<std::size_t>(4, std::strtoul(said, nullptr, 10)) : 50;
}

/// The rules told a second time, without the policy's code: who may be handed a bulletin along one wire.
bool may_pass(const Said& said, const Node& giver, const Node& receiver) {
  const auto& audience = said.header.message.audience();
  const auto& out = giver.partners().at(receiver.id()).terms;
  const auto& in = receiver.partners().at(giver.id()).terms;
  if (receiver.id() == said.header.origin) return true;
  if (!out.send || !in.accept || audience.tlp() > *out.send || audience.tlp() > *in.accept) return false;
  if (audience.tlp() >= v1::TLP_AMBER && giver.id() != said.header.origin) return false;
  if (audience.tlp() == v1::TLP_GREEN && !out.community) return false;
  if (audience.release_to_size() == 0) return audience.tlp() != v1::TLP_RED;
  return std::count(audience.release_to().begin(), audience.release_to().end(), receiver.id().bytes()) > 0;
}

class Society {
 public:
  Society(std::size_t nodes, std::uint64_t seed) : random_(seed) {
    for (std::size_t i = 0; i < nodes; ++i) net.add_node();
    for (std::size_t i = 1; i < nodes; ++i) join(i, random_() % i);      // a tree, so that all hang together …
    for (std::size_t i = 0; i < nodes; ++i) join(i, random_() % nodes);  // … and as many chords
  }

  void connect_all() {
    for (std::size_t wire = 0; wire < net.wires(); ++wire) net.connect(wire);
  }

  /// Somebody says something, mostly as people would.
  void speak() {
    const std::size_t speaker = random_() % net.size();
    Node& node = net.node(speaker);
    Words words;
    words.origin = node.id();
    words.number = said.size() + 1;
    words.tlp = static_cast<v1::Tlp>(v1::TLP_CLEAR + static_cast<int>(random_() % 5));
    words.size = 200 + random_() % (random_() % 10 == 0 ? 60'000 : 2'000);
    if (random_() % 8 == 0) words.priority = v1::PRIORITY_URGENT;
    for (const auto& [partner, book] : node.partners()) {
      if (words.tlp == v1::TLP_RED && random_() % 2 == 0) words.release_to.push_back(partner);
    }
    publish(speaker, words);
  }

  /// The origin of something takes it back, to the same audience.
  void withdraw() {
    const auto [target, speaker] = said[random_() % said.size()];
    Words words;
    words.origin = target.header.origin;
    words.number = said.size() + 1;
    words.kind = v1::KIND_WITHDRAWAL;
    words.tlp = target.header.message.audience().tlp();
    words.targets.push_back(target.header.id);
    for (const auto& name : target.header.message.audience().release_to())
      words.release_to.push_back(*OrgId::from_bytes(name));
    publish(speaker, words);
  }

  std::uint64_t draw(std::uint64_t below) { return random_() % below; }

  /// Everybody who should hold it in the end.
  std::set<std::size_t> entitled(const Said& one, std::size_t origin) {
    std::set<std::size_t> reached{origin};
    for (std::vector<std::size_t> edge{origin}; !edge.empty();) {
      const std::size_t at = edge.back();
      edge.pop_back();
      for (std::size_t wire = 0; wire < net.wires(); ++wire) {
        const auto [a, b] = net.ends(wire);
        if (a != at && b != at) continue;
        const std::size_t next = a == at ? b : a;
        if (may_pass(one, net.node(at), net.node(next)) && reached.insert(next).second) edge.push_back(next);
      }
    }
    return reached;
  }

  Network net;
  std::vector<std::pair<Said, std::size_t>> said;  ///< with the node that said it

 private:
  void publish(std::size_t speaker, const Words& words) {
    Said made = say(words);
    said.emplace_back(made, speaker);
    net.node(speaker).publish(std::move(made));
    net.wake(speaker);
  }

  policy::Terms some_terms() {
    policy::Terms terms;
    if (random_() % 20 != 0) terms.send = static_cast<v1::Tlp>(v1::TLP_CLEAR + static_cast<int>(random_() % 5));
    if (random_() % 20 != 0) terms.accept = static_cast<v1::Tlp>(v1::TLP_GREEN + static_cast<int>(random_() % 4));
    terms.community = random_() % 3 != 0;
    return terms;
  }

  void join(std::size_t a, std::size_t b) {
    if (a == b || !joined_.insert({std::min(a, b), std::max(a, b)}).second) return;
    const WireOptions wire{Duration(5'000 + random_() % 300'000), 8'000 + random_() % 2'000'000};
    const auto a_for_b = some_terms();
    const auto b_for_a = some_terms();
    net.join(a, b, a_for_b, b_for_a, wire);
  }

  std::mt19937_64 random_;
  std::set<std::pair<std::size_t, std::size_t>> joined_;
};

void expect_each_holds_what_it_may(Society& society) {
  std::size_t held = 0, missing = 0, excess = 0;
  for (const auto& [one, origin] : society.said) {
    const auto entitled = society.entitled(one, origin);
    held += entitled.size();
    for (std::size_t n = 0; n < society.net.size(); ++n) {
      const bool holds = society.net.node(n).holds(one.header.id);
      missing += entitled.contains(n) && !holds ? 1 : 0;
      excess += !entitled.contains(n) && holds ? 1 : 0;
    }
  }
  EXPECT_EQ(missing, 0U);
  EXPECT_EQ(excess, 0U);
  EXPECT_GT(held, society.said.size());
}

void expect_no_body_twice_and_no_leak(Society& society) {
  for (std::size_t n = 0; n < society.net.size(); ++n) {
    const auto& tally = society.net.node(n).tally();
    EXPECT_EQ(tally.leaks, 0U) << "an honest node was blamed";
    EXPECT_EQ(tally.in_vain, 0U) << "a body was carried to a node that held it";
  }
}

void report(const char* name, Society& society) {
  std::uint64_t bodies = 0, offered = 0;
  for (std::size_t n = 0; n < society.net.size(); ++n) {
    bodies += society.net.node(n).tally().stored + society.net.node(n).tally().refused;
    offered += society.net.node(n).tally().offered_entries;
  }
  const auto& cost = society.net.cost();
  std::printf(
      "%s: %zu nodes, %zu wires, %zu bulletins; %llu ids offered, %llu bodies carried, %llu bytes, of which %.1f %% "
      "bodies\n",
      name, society.net.size(), society.net.wires(), society.said.size(), static_cast<unsigned long long>(offered),
      static_cast<unsigned long long>(bodies), static_cast<unsigned long long>(cost.bytes),
      100.0 * static_cast<double>(cost.body_bytes) / static_cast<double>(cost.bytes));
}

TEST(World, whoever_may_hold_a_bulletin_ends_up_holding_it_and_nobody_else_does) {
  Society society(nodes_wanted(), 1);
  society.connect_all();
  for (int i = 0; i < 60; ++i) {
    society.speak();
    if (i % 10 == 9) society.withdraw();
    society.net.run(society.net.now() + 200ms);
  }
  society.net.run(society.net.now() + 300s);
  expect_each_holds_what_it_may(society);
  expect_no_body_twice_and_no_leak(society);
  report("quiet", society);
}

TEST(World, cut_and_silent_wires_lose_nothing_and_carry_no_body_twice) {
  Society society(nodes_wanted(), 2);
  auto& net = society.net;
  society.connect_all();
  for (int round = 0; round < 60; ++round) {
    society.speak();
    if (round % 10 == 9) society.withdraw();
    for (std::size_t i = 0; i < net.wires() / 20 + 1; ++i) {
      const std::size_t wire = society.draw(net.wires());
      switch (society.draw(4)) {
        case 0: net.cut(wire); break;
        case 1: net.cut_after(wire, 1 + society.draw(20'000)); break;
        case 2: net.silence(wire); break;
        case 3: net.connect(wire); break;
      }
    }
    net.run(net.now() + Duration(society.draw(3'000'000)));
  }
  for (int i = 0; i < 4; ++i) {  // the silent ones are noticed after a minute, then every wire is there again
    net.run(net.now() + 70s);
    society.connect_all();
  }
  net.run(net.now() + 300s);
  expect_each_holds_what_it_may(society);
  expect_no_body_twice_and_no_leak(society);
  report("torn", society);
}

TEST(World, a_partition_heals) {
  Society society(nodes_wanted(), 3);
  auto& net = society.net;
  society.connect_all();
  net.run(5s);
  for (std::size_t wire = 0; wire < net.wires(); ++wire) {
    if ((net.ends(wire).first + net.ends(wire).second) % 2 == 1) net.cut(wire);  // the even from the odd
  }
  for (int i = 0; i < 40; ++i) society.speak();
  net.run(net.now() + 100s);
  society.connect_all();
  net.run(net.now() + 300s);
  expect_each_holds_what_it_may(society);
  expect_no_body_twice_and_no_leak(society);
  report("healed", society);
}

TEST(World, nodes_that_refuse_for_now_have_everything_once_they_can) {
  Society society(nodes_wanted(), 4);
  auto& net = society.net;
  for (std::size_t n = 0; n < net.size(); n += 3) net.node(n).refusing_for_now = true;
  society.connect_all();
  for (int i = 0; i < 40; ++i) society.speak();
  net.run(60s);
  for (std::size_t n = 0; n < net.size(); n += 3) net.node(n).refusing_for_now = false;
  for (int round = 0; round < 8; ++round) {
    for (std::size_t n = 0; n < net.size(); ++n) {
      net.node(n).retry();
      net.wake(n);
    }
    net.run(net.now() + 60s);
  }
  expect_each_holds_what_it_may(society);
  report("refusing for now", society);
}

/// Node 0 has what it can get from a quick partner that delivers nothing, and from a slow one that delivers.
struct Withheld : testing::Test {
  Withheld() {
    for (int i = 0; i < 3; ++i) net.add_node();
    const policy::Terms all{v1::TLP_GREEN, v1::TLP_GREEN, true, true};
    const auto quick = net.join(0, 1, all, all, {1ms, 10'000'000});
    const auto slow = net.join(0, 2, all, all, {300ms, 8'000});
    dripping = quick;
    net.node(1).withholding = true;
    net.connect(quick);
    net.connect(slow);
  }
  void publish(std::uint64_t number, v1::Kind kind, std::size_t size) {
    Words words;
    words.origin = org(9);
    words.number = number;
    words.kind = kind;
    words.size = size;
    said.push_back(say(words));
    for (const std::size_t holder : {1U, 2U}) net.node(holder).publish(said.back());
    for (const std::size_t holder : {1U, 2U}) net.wake(holder);
  }
  /// A byte every 15 s of something big that nobody asked for.
  void drip() {
    v1::Deliver piece;
    piece.set_lane(v1::LANE_URGENT);
    if (std::exchange(first, false)) {
      piece.set_bulletin_id(std::string(32, 'x'));
      piece.set_size(1u << 20);
    }
    piece.set_piece("x");
    net.say(dripping, 1, v1::FRAME_DELIVER, piece.SerializeAsString());
  }
  std::size_t held() {
    return static_cast<std::size_t>(
        std::count_if(said.begin(), said.end(), [&](const auto& one) { return net.node(0).holds(one.header.id); }));
  }
  Network net;
  std::size_t dripping{0};
  bool first{true};
  std::vector<Said> said;
};

TEST_F(Withheld, who_offers_and_drips_instead_of_delivering_holds_nothing_up) {
  net.run(1s);
  for (std::uint64_t i = 1; i <= 40; ++i) publish(i, i % 10 == 0 ? v1::KIND_WITHDRAWAL : v1::KIND_REPORT, 3'000);
  for (int i = 0; i < 10; ++i) {
    drip();
    net.run(net.now() + 15s);
    if (i == 3) {
      EXPECT_EQ(held(), said.size()) << "after a minute";
    }
  }
  EXPECT_FALSE(net.is_up(dripping)) << "what nobody wanted does not keep a link alive";
}

TEST_F(Withheld, a_slow_partner_keeps_its_turn_while_it_delivers) {
  net.node(1).withholding = false;
  net.cut(dripping);
  net.run(1s);
  for (std::uint64_t i = 1; i <= 4; ++i) publish(i, v1::KIND_REPORT, 100'000);
  net.run(net.now() + 5s);
  net.connect(dripping);  // the quick one offers the same
  net.run(net.now() + 100s);
  EXPECT_EQ(held(), said.size());
  EXPECT_EQ(net.node(0).tally().in_vain, 0U);
}

TEST(World, runs_the_same_way_every_time) {
  const auto cost_of_a_run = [] {
    Society society(12, 5);
    society.connect_all();
    for (int i = 0; i < 10; ++i) society.speak();
    society.net.run(60s);
    return society.net.cost().bytes;
  };
  EXPECT_EQ(cost_of_a_run(), cost_of_a_run());
}

}  // namespace
}  // namespace tidings::world
