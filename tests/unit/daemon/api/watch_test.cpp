#include "daemon/telemetry/metrics.hpp"
#include "tests/unit/daemon/api/served.hpp"

namespace tidings::api {
namespace {

using intake::claims_of;
using partners::Organisation;
using telemetry::Gauge;

struct WatchTest : testing::Test {
  WatchTest() {
    const auto started = served.start();
    EXPECT_TRUE(started) << started.error().what;
  }
  void say(std::string_view value) {
    served.node.clock.advance(std::chrono::seconds(1));
    const auto header = intake::header_by(taipei, served.node.clock.now());
    const auto answer = served.node.submit(intake::sign(taipei, header, claims_of({value})), {});
    EXPECT_EQ(answer.ending, intake::Ending::Stored) << answer.error.what;
  }
  static v1::Request watch(std::uint64_t id) {
    v1::Request request;
    request.set_id(id);
    request.mutable_watch();
    return request;
  }
  static v1::Answer until_caught_up(Client& client) {
    while (true) {
      auto answer = client.receive();
      if (!answer || answer->has_error() || answer->watch().caught_up()) return answer.value_or(v1::Answer());
    }
  }
  std::int64_t watchers() const { return served.node.counters.value(Gauge::Watchers); }

  Organisation taipei{"Taipei"};
  Served served{taipei};
};

TEST_F(WatchTest, several_watches_of_one_client_are_told_under_their_ids) {
  std::map<std::uint64_t, std::size_t> arrivals;
  Client client(served.options.socket_path);
  served.serve([&] {
    client.send(watch(1));
    until_caught_up(client);
    client.send(watch(2));
    until_caught_up(client);
  });
  say("a.example.net");
  say("b.example.net");
  served.serve([&] {
    while (arrivals[1] < 2 || arrivals[2] < 2) {
      const auto answer = client.receive();
      if (!answer) break;
      EXPECT_FALSE(answer->last());
      arrivals[answer->id()] += static_cast<std::size_t>(answer->watch().arrivals_size());
    }
  });
  EXPECT_EQ(arrivals[1], 2U);
  EXPECT_EQ(arrivals[2], 2U);
  EXPECT_EQ(watchers(), 2);
}

TEST_F(WatchTest, a_cancelled_watch_ends_and_makes_room) {
  served.serve([&] {
    Client client(served.options.socket_path);
    client.send(watch(1));
    until_caught_up(client);
    v1::Request cancel;
    cancel.set_id(2);
    cancel.mutable_cancel()->set_id(1);
    client.send(cancel);
    const auto last = client.rest();
    ASSERT_FALSE(last.empty());
    EXPECT_EQ(last.back().error().code(), "cancelled");
  });
  EXPECT_EQ(watchers(), 0);
}

TEST_F(WatchTest, a_client_that_goes_leaves_no_watch_behind_though_nothing_arrives) {
  served.serve([&] {
    Client client(served.options.socket_path);
    client.send(watch(1));
    until_caught_up(client);
  });
  served.serve([] { std::this_thread::sleep_for(std::chrono::milliseconds(50)); });
  EXPECT_EQ(watchers(), 0);
}

TEST_F(WatchTest, a_cursor_of_another_ledger_and_a_mistyped_origin_are_refused_in_words) {
  served.serve([&] {
    Client client(served.options.socket_path);
    auto foreign = watch(1);
    foreign.mutable_watch()->set_cursor(watching::seal_cursor(served.cursor_key, store::LedgerId{}, {}));
    client.send(foreign);
    const auto refused = client.rest();
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].error().code(), "bad_input");
    EXPECT_NE(refused[0].error().text().find("--since"), std::string::npos);
    auto named = watch(2);
    named.mutable_watch()->mutable_filter()->add_origins("nobody");
    EXPECT_EQ(client.ask(named).front().error().code(), "not_found");
    auto large = watch(3);
    for (int i = 0; i < 1'000; ++i) large.mutable_watch()->mutable_filter()->add_tags("x");
    EXPECT_EQ(client.ask(large).front().error().code(), "too_large");
  });
}

}  // namespace
}  // namespace tidings::api
