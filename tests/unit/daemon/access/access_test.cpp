#include "daemon/access/access.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "base/digest.hpp"
#include "daemon/access/brake.hpp"
#include "daemon/access/credentials.hpp"
#include "daemon/access/proof.hpp"
#include "daemon/store/sqlite/engine.hpp"
#include "daemon/telemetry/memory_log.hpp"

namespace tidings::access {
namespace {

using base::ErrorCode;
using namespace std::chrono_literals;

TEST(Credentials, are_read_as_basic_and_bearer) {
  const auto basic = read_authorization("Basic bGluOmNvcnJlY3QgaG9yc2U=");
  ASSERT_TRUE(basic);
  EXPECT_EQ(basic->name, "lin");
  EXPECT_EQ(basic->secret.reveal(), "correct horse");
  EXPECT_FALSE(basic->is_token());
  const auto bearer = read_authorization("bearer  tidings_abc");
  ASSERT_TRUE(bearer);
  EXPECT_TRUE(bearer->is_token());
}

TEST(Credentials, that_are_malformed_are_refused_without_repeating_them) {
  for (const auto* text : {"", "Basic", "Basic !!!!", "Basic bGlu", "Basic bGluOg==", "Basic OnNlY3JldA==", "Digest x",
                           "Bearer secret", "Basic bGluOmNvcnJlY3Q"}) {
    const auto read = read_authorization(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().what.find("secret"), std::string::npos);
  }
  EXPECT_FALSE(read_authorization("Basic " + std::string(max_authorization_bytes, 'A')));
}

TEST(Proof, of_a_password_fits_that_password_alone) {
  const auto proof = make_password_proof("correct horse battery");
  ASSERT_TRUE(proof);
  EXPECT_TRUE(fits_password("correct horse battery", *proof));
  EXPECT_FALSE(fits_password("correct horse batterY", *proof));
  EXPECT_FALSE(fits_password("correct horse battery", ""));
  EXPECT_NE(*proof, *make_password_proof("correct horse battery")) << "each has a salt of its own";
  EXPECT_EQ(proof->find("correct"), std::string::npos);
}

TEST(Brake, slows_who_guesses_and_forgives_who_knows) {
  base::FakeClock clock({1});
  Brake brake(clock);
  for (std::uint32_t i = 0; i < Brake::free_failures; ++i) EXPECT_EQ(brake.failed("192.0.2.1"), 0us);
  const auto first = brake.failed("192.0.2.1"), second = brake.failed("192.0.2.1");
  EXPECT_EQ(first, Brake::first_wait);
  EXPECT_EQ(second, 2 * Brake::first_wait);
  EXPECT_EQ(brake.failed("192.0.2.2"), 0us);
  for (int i = 0; i < 40; ++i) EXPECT_LE(brake.failed("192.0.2.1"), Brake::most_wait);
  brake.passed("192.0.2.1");
  EXPECT_EQ(brake.failed("192.0.2.1"), 0us);
}

TEST(Brake, counts_a_network_of_ipv6_as_one_and_is_bounded) {
  EXPECT_EQ(neighbourhood("2001:db8::1"), neighbourhood("2001:db8::ffff:1"));
  EXPECT_NE(neighbourhood("2001:db8::1"), neighbourhood("2001:db8:0:1::1"));
  base::FakeClock clock({1});
  Brake brake(clock);
  for (std::size_t i = 0; i < Brake::max_addresses; ++i) brake.failed("a" + std::to_string(i));
  EXPECT_EQ(brake.failed("one more"), Brake::most_wait);
  clock.advance(Brake::forgotten_after + 2s);
  EXPECT_EQ(brake.failed("one more"), 0us);
}

/// A store in a folder of its own; everything runs when the test says so.
struct Doorman : testing::Test {
  Doorman()
      : folder(std::filesystem::temp_directory_path() / ("tidings-access-" + base::to_hex(base::random_bytes(6)))) {
    std::filesystem::create_directory(folder);
    store = *store::Store::open(*store::sqlite::open_engine(folder, {}), {}, clock);
    load();
  }
  ~Doorman() override {
    access.reset();
    store.reset();
    std::filesystem::remove_all(folder);
  }
  void load() {
    const Access::Parts parts{*store, home, crypto, clock, log, counters};
    access = *Access::load(parts);
  }
  /// Runs what is posted until `done`.
  template <class Done>
  void run_until(const Done& done) {
    for (int i = 0; i < 2'000 && !done(); ++i) {
      crypto.run();
      home.run();
      if (!done()) std::this_thread::sleep_for(2ms);
    }
    ASSERT_TRUE(done());
  }
  base::Result<std::string> add(std::string name, Means means = Means::Token, std::string password = "",
                                base::Instant expires = {}) {
    Wish wish;
    wish.record.name = std::move(name);
    wish.record.means = means;
    wish.record.max_tlp = v1::TLP_GREEN;
    wish.record.role = AccessRole::Publisher;
    wish.record.expires_at = expires;
    if (means == Means::Certificate) wish.record.proof = std::string(32, 'p');
    wish.password = base::Secret(std::move(password));
    std::optional<base::Result<std::string>> added;
    access->add(std::move(wish), [&](base::Result<std::string> result) { added = std::move(result); });
    run_until([&] { return added.has_value(); });
    return *added;
  }
  Judgement judge(std::string authorization, std::optional<identity::SpkiPin> pin = {}) {
    std::optional<Judgement> judged;
    access->judge({std::move(authorization), pin, "192.0.2.7"},
                  [&](Judgement judgement) { judged = std::move(judgement); });
    run_until([&] { return judged.has_value(); });
    return *judged;
  }
  bool revoke(const std::string& name) {
    std::optional<base::Status> done;
    access->revoke(name, "uid 0", [&](base::Status status) { done = status; });
    run_until([&] { return done.has_value(); });
    return done->has_value();
  }
  static std::string basic(const std::string& base64) { return "Basic " + base64; }

  std::filesystem::path folder;
  base::FakeClock clock{{1'800'000'000'000'000}};
  telemetry::MemoryLog log;
  telemetry::Counters counters;
  base::ManualExecutor home, crypto;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<Access> access;
};

TEST_F(Doorman, knows_a_token_until_it_is_revoked_or_expires) {
  const auto token = add("siem");
  ASSERT_TRUE(token);
  const auto judged = judge("Bearer " + *token);
  ASSERT_TRUE(judged.caller);
  EXPECT_EQ(judged.caller->name, "siem");
  EXPECT_EQ(judged.caller->role, AccessRole::Publisher);
  EXPECT_EQ(judged.caller->max_tlp, v1::TLP_GREEN);
  const auto brief = add("brief", Means::Token, "", clock.now() + 1min);
  EXPECT_TRUE(judge("Bearer " + *brief).caller);
  clock.advance(2min);
  EXPECT_EQ(judge("Bearer " + *brief).caller.error().code, ErrorCode::Forbidden);
  EXPECT_TRUE(revoke("siem"));
  EXPECT_FALSE(judge("Bearer " + *token).caller);
  EXPECT_FALSE(revoke("siem"));
}

TEST_F(Doorman, keeps_what_it_knows_over_a_restart_but_no_secret) {
  const auto token = add("siem");
  ASSERT_TRUE(add("lin", Means::Password, "correct horse"));
  access.reset();
  load();
  EXPECT_TRUE(judge("Bearer " + *token).caller);
  EXPECT_TRUE(judge("Basic bGluOmNvcnJlY3QgaG9yc2U=").caller);
  for (const auto& record : access->list()) {
    EXPECT_EQ(record.proof.find("correct"), std::string::npos);
    EXPECT_EQ(record.proof.find(token->substr(8, 8)), std::string::npos);
  }
}

TEST_F(Doorman, refuses_names_twice_short_passwords_and_passwords_like_tokens) {
  ASSERT_TRUE(add("siem"));
  EXPECT_EQ(add("siem").error().code, ErrorCode::Exists);
  EXPECT_EQ(add("two words").error().code, ErrorCode::BadInput);
  EXPECT_EQ(add("lin", Means::Password, "short").error().code, ErrorCode::BadInput);
  EXPECT_EQ(add("lin", Means::Password, "tidings_looks like one").error().code, ErrorCode::BadInput);
  EXPECT_EQ(add("old", Means::Token, "", base::Instant{1}).error().code, ErrorCode::BadInput);
}

TEST_F(Doorman, checks_a_password_once_and_remembers_it_until_it_is_revoked) {
  ASSERT_TRUE(add("lin", Means::Password, "correct horse"));
  const auto right = basic("bGluOmNvcnJlY3QgaG9yc2U=");
  EXPECT_TRUE(judge(right).caller);
  bool at_once = false;
  access->judge({right, {}, "192.0.2.7"}, [&](const Judgement& judged) { at_once = judged.caller.has_value(); });
  EXPECT_TRUE(at_once) << "it is not derived again for each request";
  EXPECT_FALSE(judge(basic("bGluOndyb25nIGhvcnNl")).caller);
  EXPECT_TRUE(revoke("lin"));
  EXPECT_FALSE(judge(right).caller);
}

TEST_F(Doorman, bounds_the_passwords_that_wait) {
  std::size_t busy = 0;
  for (std::size_t i = 0; i < max_waiting_passwords + 10; ++i) {
    access->judge({basic("bGluOmNvcnJlY3QgaG9yc2U="), {}, "192.0.2.7"}, [&](const Judgement& judged) {
      if (judged.caller.error().code == ErrorCode::Busy) ++busy;
    });
  }
  EXPECT_EQ(busy, 9U);
}

TEST_F(Doorman, knows_a_certificate_by_its_key) {
  ASSERT_TRUE(add("probe", Means::Certificate));
  EXPECT_TRUE(judge("", identity::SpkiPin::from_bytes(std::string(32, 'p'))).caller);
  EXPECT_FALSE(judge("", identity::SpkiPin::from_bytes(std::string(32, 'q'))).caller);
}

TEST_F(Doorman, counts_each_failure_and_says_it_once_an_address) {
  for (int i = 0; i < 5; ++i) judge("Bearer tidings_wrong");
  EXPECT_EQ(counters.value(telemetry::Counter::AccessFailed), 5U);
  EXPECT_EQ(log.count(telemetry::Event::AccessFailed), 1U);
  EXPECT_GT(judge("Bearer tidings_wrong").wait, 0us);
  judge("");
  EXPECT_EQ(counters.value(telemetry::Counter::AccessFailed), 6U) << "who shows nothing has not failed";
}

}  // namespace
}  // namespace tidings::access
