#pragma once
/// A node that holds publications, with a partner. Lives on: the test's thread.
#include "daemon/intake/held_drafts.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::intake {

constexpr std::uint32_t author = 1000, colleague = 1001;

struct HeldDraftsTest : testing::Test {
  HeldDraftsTest() {
    node.befriend(brussels, "brussels");
    load();
  }

  void load() {
    held = HeldDrafts::load(
               {*node.store, *node.publisher, node.home, *node.crypto, node.clock, node.log, node.counters}, options)
               .value();
  }
  void restart() {
    held.reset();
    node.close();
    node.open();
    load();
  }
  Draft draft(std::vector<v1::Claim> claims, v1::Tlp tlp = v1::TLP_GREEN) {
    Draft made;
    made.context.set_kind(v1::KIND_REPORT);
    made.context.set_title("Phishing against ministries");
    made.context.mutable_audience()->set_tlp(tlp);
    made.context.set_expires_at((node.clock.now() + hours(24 * 90)).us);
    made.claims = std::move(claims);
    return made;
  }
  base::Result<store::HeldRecord> hold(Draft what, HeldDrafts::Terms terms) {
    terms.by = author;
    return node.wait<base::Result<store::HeldRecord>>([&](auto done) { held->hold(std::move(what), terms, done); });
  }
  store::HeldRecord hold_for(base::Duration time, Draft what) {
    return hold(std::move(what), {author, node.clock.now() + time, false, {}}).value();
  }
  base::Result<HeldDrafts::Released> release(const store::HeldRecord& record, std::uint32_t by,
                                             Accepted accepted = Accepted::Nothing) {
    return node.wait<base::Result<HeldDrafts::Released>>(
        [&](auto done) { held->release(record.id, by, accepted, done); });
  }
  /// Looks as housekeeping does, until nothing more happens.
  /// Until nothing has come back from the pool or the store for 300 ms.
  void look() {
    held->look(true);
    for (int idle = 0; idle < 300; ++idle) {
      if (node.home.run() > 0) idle = 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  std::uint64_t stored() {
    std::uint64_t last = 0;
    node.read([&](store::Reading& reading) { last = reading.ledger.last().value().value; });
    return last;
  }
  std::vector<std::string> audited() {
    std::vector<std::string> words;
    node.read([&](store::Reading& reading) {
      for (const auto& one : reading.ledger.audit(20).value()) words.push_back(one.what + " by " + one.who);
    });
    return words;
  }

  void warn_of(std::string value) {
    warning::Builder builder;
    builder.add({"sites", warning::Kind::String, warning::Types::all(), 50, {{std::move(value), 0}}}).value();
    node.warnings.take({builder.build(), {}});
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"};
  Node node{taipei};
  HeldOptions options;
  std::shared_ptr<HeldDrafts> held;
};

}  // namespace tidings::intake
