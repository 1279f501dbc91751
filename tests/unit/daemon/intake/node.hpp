#pragma once
/// A node of one organisation without links: a real store in a temporary folder, a real partner book, intake and
/// publisher, on a clock that stands until it is told.
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "core/bulletin/build.hpp"
#include "core/bulletin/context.hpp"
#include "core/observable/observable.hpp"
#include "daemon/intake/intake.hpp"
#include "daemon/intake/publisher.hpp"
#include "daemon/store/sqlite/engine.hpp"
#include "daemon/telemetry/memory_log.hpp"
#include "tests/unit/daemon/partners/cards.hpp"

namespace tidings::intake {

using partners::Organisation;
using partners::test_start;
using std::chrono::hours;

/// A claim of what people write: "198.18.0.1", "bad.example.net".
inline v1::Claim claim_of(std::string_view text) {
  const auto parsed = observable::parse(text);
  v1::Claim claim;
  if (!parsed) {
    ADD_FAILURE() << text << ": " << parsed.error().what;
    return claim;
  }
  claim.set_type(static_cast<std::uint32_t>(parsed->observable.type));
  claim.set_value(parsed->observable.value);
  return claim;
}

inline std::vector<v1::Claim> claims_of(std::initializer_list<std::string_view> texts) {
  std::vector<v1::Claim> claims;
  for (const auto text : texts) claims.push_back(claim_of(text));
  return claims;
}

/// Hashes that nobody has: `count` different ones.
inline std::vector<v1::Claim> many_claims(std::size_t count, std::string_view salt = "") {
  std::vector<v1::Claim> claims(count);
  for (std::size_t i = 0; i < count; ++i) {
    claims[i].set_type(static_cast<std::uint32_t>(observable::Type::Sha256));
    claims[i].set_value(base::sha256(std::string(salt) + std::to_string(i)).str());
  }
  return claims;
}

/// A report as an origin signs it, but for what build() sets.
inline v1::Header header_by(const Organisation& origin, base::Instant issued_at, v1::Tlp tlp = v1::TLP_GREEN) {
  v1::Header header;
  header.set_origin(origin.id().str());
  header.set_kind(v1::KIND_REPORT);
  header.set_issued_at(issued_at.us);
  header.set_expires_at((issued_at + hours(24 * 30)).us);
  header.mutable_audience()->set_tlp(tlp);
  header.set_publication_id(base::random_bytes(16));
  header.set_revision(1);
  header.set_part(1);
  header.set_parts(1);
  header.set_title("A report");
  return header;
}

inline bulletin::Signed sign(const Organisation& origin, const v1::Header& header,
                             const std::vector<v1::Claim>& claims) {
  const auto identity = origin.identity();
  return bulletin::build({origin.node, identity.delegations.front().id}, header, claims).value();
}

inline v1::Header withdrawal_of(const Organisation& origin, const bulletin::Signed& target, base::Instant issued_at) {
  auto header = header_by(origin, issued_at);
  header.set_kind(v1::KIND_WITHDRAWAL);
  *header.mutable_audience() = target.header.message.audience();
  header.add_targets()->set_bulletin_id(target.header.id.str());
  return header;
}

class Node {
 public:
  explicit Node(const Organisation& organisation, IntakeOptions options = {})
      : self(organisation),
        delegation(self.identity().delegations.front().id),
        folder(std::filesystem::temp_directory_path() / ("tidings-node-" + base::to_hex(base::random_bytes(8)))),
        options_(options) {
    open();
  }
  ~Node() {
    close();
    std::filesystem::remove_all(folder);
  }
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  void open() {
    crypto = std::make_unique<base::ThreadPool>("crypto", 2);
    store = store::Store::open(store::sqlite::open_engine(folder).value(), {}, clock).value();
    book = partners::PartnerBook::load(*store, self.card(), home, *crypto, clock).value();
    intake = Intake::make(*store, *book, home, *crypto, clock, log, counters, options_);
    publisher = Publisher::make(*intake, *store, *book, warnings, signer, home, *crypto, clock);
  }
  void close() {
    publisher.reset();
    intake.reset();
    crypto.reset();  // what is under way ends before what it works on goes
    book.reset();
    store.reset();
    home.run();
  }

  /// Runs home until the answer that `ask` was given a callback for has come.
  template <class Answer, class Ask>
  Answer wait(Ask ask) {
    std::optional<Answer> answer;
    ask([&](Answer came) { answer.emplace(std::move(came)); });
    for (int i = 0; i < 20'000 && !answer; ++i) {
      if (home.run() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (!answer) throw std::runtime_error("no answer came");
    return std::move(*answer);
  }

  Answer submit(const bulletin::Signed& bulletin, const identity::OrgId& giver) {
    return submit(bulletin.header.id, bulletin.bytes, giver);
  }
  Answer submit(const BulletinId& id, std::string bytes, const identity::OrgId& giver) {
    return wait<Answer>([&](auto done) { intake->submit({id, std::move(bytes), giver}, done); });
  }
  base::Result<Published> publish(Draft draft, Publisher::Progress progress = {}) {
    return wait<base::Result<Published>>(
        [&](auto done) { publisher->publish(std::move(draft), std::move(progress), done); });
  }
  void befriend(const Organisation& who, const std::string& alias,
                policy::Terms terms = {v1::TLP_RED, v1::TLP_RED, true, true}) {
    const auto added = wait<base::Status>([&](auto done) { book->add(who.card(), alias, terms, done); });
    ASSERT_TRUE(added) << added.error().what;
  }
  void introduce(const Organisation& by, const Organisation& who) {
    const auto learned =
        wait<base::Status>([&](auto done) { book->learn(by.id(), who.identity().signed_bytes, "", done); });
    ASSERT_TRUE(learned) << learned.error().what;
  }
  /// Runs `work` on a reader and waits for it.
  void read(const std::function<void(store::Reading&)>& work) {
    wait<int>([&](auto done) {
      store->read([&, done](store::Reading& reading) {
        work(reading);
        home.post([done] { done(0); });
      });
    });
  }

  const Organisation& self;
  identity::DelegationId delegation;
  bulletin::Signer signer{self.node, delegation};
  std::filesystem::path folder;
  base::FakeClock clock{test_start};
  base::ManualExecutor home;
  warnings::WarningBook warnings;
  telemetry::MemoryLog log;
  telemetry::Counters counters;
  std::unique_ptr<base::ThreadPool> crypto;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<partners::PartnerBook> book;
  std::unique_ptr<Intake> intake;
  std::unique_ptr<Publisher> publisher;

 private:
  IntakeOptions options_;
};

}  // namespace tidings::intake
