// Who may connect, and what becomes of those who may not or do not behave.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "tests/integration/link/node.hpp"
#include "tests/integration/link/raw_peer.hpp"

namespace tidings::link {
namespace {

using namespace std::chrono_literals;
using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;
using telemetry::Gauge;
using ::testing::AnyOf;
using ::testing::HasSubstr;

struct Connections : testing::Test {
  Connections() : taipei(world, "taipei", patient_for_a_second()), brussels(world, "brussels") {}
  static NodeOptions patient_for_a_second() {
    NodeOptions options;
    options.links.handshake_deadline = 1s;
    options.links.frame_deadline = 1s;
    options.links.max_handshakes = 8;
    return options;
  }
  void acquaint() {
    taipei.knows(brussels, up_to(v1::TLP_AMBER));
    brussels.knows(taipei, up_to(v1::TLP_AMBER));
  }
  bool are_linked() const { return taipei.is_linked_to(brussels) && brussels.is_linked_to(taipei); }
  unsigned short port() const { return static_cast<unsigned short>(std::stoi(taipei.endpoint().substr(10))); }
  RawPeer with_key_of(const Node& node) const {
    return {.key_file = node.key_file(), .certificate_file = node.certificate_file()};
  }
  template <class Meeting>
  Fate run(Meeting meeting) {
    auto fate = std::async(std::launch::async, std::move(meeting));
    EXPECT_TRUE(world.until([&] { return fate.wait_for(0s) == std::future_status::ready; }, 20s));
    return fate.get();
  }
  Fate meets(const RawPeer& peer) {
    return run([&, to = port()] { return meet(to, peer); });
  }
  World world;
  Node taipei, brussels;
};

TEST_F(Connections, a_double_dial_settles_on_the_one_that_the_greater_id_dialled) {
  acquaint();
  taipei.open_links();
  brussels.open_links();
  ASSERT_TRUE(world.until([&] { return are_linked(); }));
  world.run_for(500ms);
  ASSERT_TRUE(world.until([&] { return are_linked(); }));
  EXPECT_EQ(taipei.counters.value(Gauge::LinksUp), 1);
  EXPECT_EQ(brussels.counters.value(Gauge::LinksUp), 1);
  // One side sees the other's listening port: that one dialled.
  const bool taipei_dialled = taipei.state_of(brussels).address == brussels.endpoint();
  const bool brussels_dialled = brussels.state_of(taipei).address == taipei.endpoint();
  EXPECT_NE(taipei_dialled, brussels_dialled) << "both keep the same connection";
  const auto ids = taipei.report(v1::TLP_GREEN);
  EXPECT_TRUE(world.until([&] { return brussels.has(ids[0]); }));
}

TEST_F(Connections, a_stranger_is_refused_counted_each_time_and_logged_once) {
  taipei.open_links();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(meets(with_key_of(brussels)).heard);
  EXPECT_TRUE(world.until([&] { return taipei.counters.value(Counter::StrangersRefused) == 3; }));
  EXPECT_EQ(taipei.log.count(Event::StrangerRefused), 1U);
}

TEST_F(Connections, who_is_dialled_must_show_the_key_of_the_partner_that_was_dialled) {
  // Vilnius answers at the address that Brussels' card names.
  Node vilnius(world, "vilnius");
  taipei.knows(vilnius, {});
  vilnius.knows(taipei, {});
  brussels.knows(taipei, {});
  taipei.open_links();
  const auto pretender = [&, to = port()] { return meet(to, with_key_of(brussels)); };
  EXPECT_FALSE(run(pretender).heard);
  EXPECT_FALSE(taipei.is_linked_to(brussels));
}

TEST_F(Connections, a_removed_partner_is_cut_at_once_and_does_not_come_back) {
  acquaint();
  taipei.open_links();
  brussels.open_links();
  ASSERT_TRUE(world.until([&] { return are_linked(); }));
  taipei.change_standing(brussels, policy::Standing::Removed);
  EXPECT_TRUE(world.until([&] { return !brussels.is_linked_to(taipei); }, 1s));
  const auto ids = taipei.report(v1::TLP_CLEAR);
  world.run_for(700ms);
  EXPECT_FALSE(brussels.is_linked_to(taipei));
  EXPECT_FALSE(brussels.has(ids[0]));
  EXPECT_GT(taipei.counters.value(Counter::StrangersRefused), 0U);
}

TEST_F(Connections, a_suspended_partner_is_told_so_and_comes_back_when_it_is_resumed) {
  acquaint();
  taipei.open_links();
  brussels.open_links();
  ASSERT_TRUE(world.until([&] { return are_linked(); }));
  taipei.change_standing(brussels, policy::Standing::Suspended);
  EXPECT_TRUE(world.until([&] { return !brussels.is_linked_to(taipei); }, 1s));
  world.run_for(500ms);
  EXPECT_FALSE(brussels.is_linked_to(taipei));
  EXPECT_NE(brussels.state_of(taipei).last_error.find("suspended"), std::string::npos);
  taipei.change_standing(brussels, policy::Standing::Active);
  EXPECT_TRUE(world.until([&] { return are_linked(); }));
}

TEST_F(Connections, a_key_that_is_no_longer_pinned_does_not_come_back_by_resumption) {
  taipei.knows(brussels, {});
  taipei.open_links();
  auto peer = with_key_of(brussels);
  peer.ask_to_resume = true;
  peer.first_words = std::string("\0\0\0\1\x63", 5);  // a frame that is no Hello: the link ends at once
  const Fate fate = meets(peer);
  EXPECT_FALSE(fate.resumed) << "no session is ever resumed";
  taipei.change_standing(brussels, policy::Standing::Removed);
  EXPECT_FALSE(meets(peer).heard);
}

TEST_F(Connections, a_partner_that_speaks_another_protocol_is_refused) {
  taipei.knows(brussels, {});
  taipei.open_links();
  auto peer = with_key_of(brussels);
  peer.alpn = "h2";
  EXPECT_FALSE(meets(peer).shaken);
  peer.alpn = "";
  EXPECT_FALSE(meets(peer).heard) << "ALPN is required, not only honoured";
}

TEST_F(Connections, tls_1_2_is_refused) {
  taipei.knows(brussels, {});
  taipei.open_links();
  auto peer = with_key_of(brussels);
  peer.at_most_tls_1_2 = true;
  EXPECT_FALSE(meets(peer).shaken);
  EXPECT_TRUE(world.until(
      [&] { return taipei.counters.value(CounterByReason::LinksClosed, base::ErrorCode::Unsupported) == 1; }));
}

TEST_F(Connections, garbage_before_tls_ends_the_connection_and_silence_ends_at_the_deadline) {
  taipei.open_links();
  const auto garbage = run([to = port()] { return meet_without_tls(to, "GET / HTTP/1.1\r\n\r\n"); });
  EXPECT_LT(garbage.lived, 900ms);
  const auto silent = run([to = port()] { return meet_without_tls(to, ""); });
  EXPECT_GE(silent.lived, 900ms);
  EXPECT_LT(silent.lived, 3s);
  EXPECT_EQ(taipei.log.count(Event::HandshakeFailed), 2U);
}

TEST_F(Connections, strangers_in_the_middle_of_a_handshake_are_bounded_and_do_not_keep_partners_out) {
  acquaint();
  taipei.open_links();
  std::vector<std::future<Fate>> silent;
  for (int i = 0; i < 20; ++i)
    silent.push_back(std::async(std::launch::async, [to = port()] { return meet_without_tls(to, "", 3s); }));
  world.run_for(200ms);
  EXPECT_GE(taipei.counters.value(Counter::ConnectionsRefused), 12U);
  brussels.open_links();
  EXPECT_TRUE(world.until([&] { return are_linked(); }));
  EXPECT_TRUE(world.until([&] {
    return std::all_of(silent.begin(), silent.end(),
                       [](auto& one) { return one.wait_for(0s) == std::future_status::ready; });
  }));
}

/// Sockets that connect and say nothing, from one loopback address.
class Silent {
 public:
  Silent(int last_octet, unsigned short port, int many) {
    for (int i = 0; i < many; ++i) {
      sockaddr_in from{}, to{};
      from.sin_family = to.sin_family = AF_INET;
      from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + static_cast<unsigned>(last_octet) - 1);
      to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      to.sin_port = htons(port);
      const int fd = sockets_.emplace_back(::socket(AF_INET, SOCK_STREAM, 0));
      EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&from), sizeof from), 0);
      EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    }
  }
  ~Silent() {
    for (const int fd : sockets_) ::close(fd);
  }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;

 private:
  std::vector<int> sockets_;
};

/// Taipei has the daemon's deadlines and bounds, and waits to be dialled.
struct Besieged : testing::Test {
  Besieged() : taipei(world, "taipei", waiting()), brussels(world, "brussels") {}
  static NodeOptions waiting() {
    NodeOptions options;
    options.links.dial_first = options.links.dial_most = 1h;
    return options;
  }
  unsigned short port() const { return static_cast<unsigned short>(std::stoi(taipei.endpoint().substr(10))); }
  World world;
  Node taipei, brussels;
};

TEST_F(Besieged, silent_sockets_from_many_addresses_do_not_keep_a_partner_out) {
  taipei.knows(brussels, up_to(v1::TLP_AMBER));
  brussels.knows(taipei, up_to(v1::TLP_AMBER));
  taipei.open_links();
  std::vector<std::unique_ptr<Silent>> hogs;
  for (int octet = 2; octet <= 7; ++octet) {
    hogs.push_back(std::make_unique<Silent>(octet, port(), 16));
    world.run_for(20ms);
  }
  EXPECT_GT(taipei.counters.value(Counter::ConnectionsRefused), 0U) << "there is a bound";
  brussels.open_links();
  EXPECT_TRUE(world.until([&] { return taipei.is_linked_to(brussels) && brussels.is_linked_to(taipei); }, 1'500ms));
}

TEST_F(Besieged, who_connects_and_says_nothing_is_dropped_long_before_the_deadline_of_the_handshake) {
  taipei.open_links();
  auto silent = std::async(std::launch::async, [to = port()] { return meet_without_tls(to, "", 9s); });
  ASSERT_TRUE(world.until([&] { return silent.wait_for(0s) == std::future_status::ready; }, 10s));
  const auto lived = silent.get().lived;
  EXPECT_GE(lived, 1'900ms);
  EXPECT_LT(lived, 6s);
}

TEST_F(Connections, a_slow_sender_is_dropped_at_its_deadline_while_others_are_served) {
  acquaint();
  Node vilnius(world, "vilnius");
  taipei.knows(vilnius, {});
  taipei.open_links();
  brussels.open_links();
  ASSERT_TRUE(world.until([&] { return are_linked(); }));
  auto peer = with_key_of(vilnius);
  peer.first_words = std::string("\0\0\x40\0\1half a frame", 17);
  auto slow = std::async(std::launch::async, [&, to = port()] { return meet(to, peer); });
  world.run_for(200ms);
  const auto ids = taipei.report(v1::TLP_GREEN);
  EXPECT_TRUE(world.until([&] { return brussels.has(ids[0]); }, 700ms));
  EXPECT_TRUE(world.until([&] { return slow.wait_for(0s) == std::future_status::ready; }, 5s));
  const Fate fate = slow.get();
  EXPECT_TRUE(fate.heard) << "it is a partner: it was greeted";
  EXPECT_GE(fate.lived, 900ms);
  EXPECT_LT(fate.lived, 3s);
  EXPECT_TRUE(are_linked());
}

TEST_F(Connections, a_frame_beyond_the_limit_ends_the_link_before_it_is_read) {
  taipei.knows(brussels, {});
  taipei.open_links();
  auto peer = with_key_of(brussels);
  peer.first_words = std::string("\x7f\xff\xff\xff\1", 5);
  EXPECT_LT(meets(peer).lived, 900ms);
  EXPECT_TRUE(
      world.until([&] { return taipei.counters.value(CounterByReason::LinksClosed, base::ErrorCode::TooLarge) == 1; }));
}

TEST_F(Connections, a_link_that_is_lost_is_dialled_again) {
  acquaint();
  taipei.open_links();
  brussels.open_links();
  ASSERT_TRUE(world.until([&] { return are_linked(); }));
  brussels.close_links();
  ASSERT_TRUE(world.until([&] { return !taipei.is_linked_to(brussels); }));
  // Or already what the next dialling met.
  EXPECT_THAT(taipei.state_of(brussels).last_error, AnyOf(HasSubstr("stopping"), HasSubstr("refused")));
  brussels.open_links();
  EXPECT_TRUE(world.until([&] { return are_linked(); }));
}

TEST_F(Connections, an_address_in_use_is_told_at_start) {
  taipei.open_links();
  auto again = Links::make(world.io(), taipei.parts(), taipei.links_options());
  ASSERT_TRUE(again);
  const auto started = (*again)->start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().what.find(taipei.endpoint()), std::string::npos);
}

}  // namespace
}  // namespace tidings::link
