#pragma once
/// A node that publishes, with a partner. Lives on: the test's thread.
#include "core/bulletin/verify.hpp"
#include "daemon/intake/publisher.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::intake {

struct PublisherTest : testing::Test {
  PublisherTest() { node.befriend(brussels, "brussels"); }

  Draft draft(std::vector<v1::Claim> claims, v1::Tlp tlp = v1::TLP_AMBER) {
    Draft made;
    made.context.set_kind(v1::KIND_REPORT);
    made.context.set_title("Phishing against ministries");
    made.context.mutable_audience()->set_tlp(tlp);
    made.context.set_expires_at((node.clock.now() + hours(24 * 90)).us);
    made.claims = std::move(claims);
    return made;
  }
  std::vector<bulletin::Header> headers(const Published& published) {
    std::vector<bulletin::Header> headers;
    node.read([&](store::Reading& reading) {
      for (const auto& id : published.bulletins) {
        const auto bytes = reading.ledger.bytes(id).value();
        if (bytes) headers.push_back(bulletin::peek_header(*bytes).value());
      }
    });
    return headers;
  }
  /// A partner's Hello, and the time to think about it.
  void tell_own_last(base::Instant last) {
    node.publisher->heard_own_last(last);
    // The store has several readers: that one of them has answered us does not tell that it has answered the publisher.
    for (int i = 0; i < 1000 && node.publisher->held(); ++i) {
      node.read([](store::Reading&) {});
      node.home.run();
    }
  }
  std::uint64_t stored() const { return node.counters.value(telemetry::Counter::BulletinsStored); }
  void expect_refused(Draft refused, base::ErrorCode code) {
    const auto before = stored();
    const auto result = node.publish(std::move(refused));
    ASSERT_FALSE(result);
    EXPECT_EQ(base::name(result.error().code), base::name(code)) << result.error().what;
    EXPECT_EQ(stored(), before) << "nothing is half-stored";
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"};
  Node node{taipei};
};

}  // namespace tidings::intake
