#include "tests/bench/core_suite.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "core/bulletin/build.hpp"
#include "core/bulletin/verify.hpp"
#include "core/identity/card.hpp"
#include "tests/bench/bare_loop.hpp"
#include "tests/bench/counting_proxy.hpp"
#include "tests/bench/floors.hpp"
#include "tests/bench/lookups.hpp"
#include "tests/bench/node.hpp"
#include "tests/bench/values.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t publication = 10'000;
constexpr std::size_t acked_first = 200'000;

void pause(std::chrono::microseconds time) { std::this_thread::sleep_for(time); }

template <class Condition>
void wait_until(const char* what, double seconds, std::chrono::microseconds every, Condition&& condition) {
  const double until = now_s() + seconds;
  while (!condition()) {
    if (now_s() > until) give_up(std::string(what) + " did not happen within " + std::to_string(seconds) + " s");
    pause(every);
  }
}

void measure_verify(Rows& rows) {
  const auto root = identity::SigningKey::generate();
  const auto node = identity::SigningKey::generate();
  const auto organisation = identity::org_id_of(root.public_key());
  const base::Instant now = base::SystemClock().now();
  const auto later = now + std::chrono::hours(24);
  using identity::DelegatedFor;
  const std::vector<DelegatedFor> purposes{DelegatedFor::Bulletins, DelegatedFor::Contact};
  identity::IdentityDraft draft;
  draft.name = "Bench";
  draft.roots = {root.public_key()};
  draft.signed_delegations = {identity::sign_delegation(root, organisation, node.public_key(), now, later, purposes)};
  draft.issued_at = now;
  const auto who = identity::sign_identity(root, draft);
  if (!who) give_up(who.error().what);
  v1::Header context;
  context.set_origin(organisation.str());
  context.set_kind(v1::KIND_REPORT);
  context.set_issued_at(now.us);
  context.set_expires_at(later.us);
  context.mutable_audience()->set_tlp(v1::TLP_GREEN);
  context.set_publication_id(std::string(16, 'p'));
  context.set_revision(1);
  context.set_part(1);
  context.set_parts(1);
  std::vector<v1::Claim> claims(1'000);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    claims[i].set_type(static_cast<std::uint32_t>(observable::Type::Sha256));
    claims[i].set_value(value_number("verify", i).value);
  }
  const auto made = bulletin::build({node, who->delegations.front().id}, context, claims);
  if (!made) give_up(made.error().what);
  std::size_t rounds = 0;
  const double begin = now_s();
  while (now_s() - begin < 1.0) {
    const auto verified = bulletin::verify(made->bytes, *who);
    if (!verified || verified->claims.size() != claims.size()) give_up("our own bulletin does not verify");
    ++rounds;
  }
  const double us = (now_s() - begin) / static_cast<double>(rounds) * 1e6 / static_cast<double>(claims.size());
  rows.add({"verify_claim_us", us, "us", 2, Better::Less, hash_only_s_a_claim() * 1e6, "the hashes alone"});
}

struct BareSpeed {
  double claims_per_s{0}, appended_per_s{0};
};

BareSpeed measure_bare(std::size_t claims) {
  auto folder = (std::filesystem::temp_directory_path() / "tidings-bare.XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) give_up("cannot make " + folder);
  const auto took = bare_loop(folder, claims / 1'000, 1'000);
  std::filesystem::remove_all(folder);
  const auto count = static_cast<double>(claims);
  return {count / took.seconds, count / took.appending_seconds};
}

void measure_transfer(const CoreOptions& options, Node& sender, Node& receiver, Rows& rows) {
  const double filling = now_s();
  for (std::size_t at = 0; at < options.claims; at += publication) {
    sender.publish(values("held", at, std::min(options.claims, at + publication)), false);
  }
  wait_until("indexing at the sender", 120, std::chrono::milliseconds(20), [&] {
    const auto status = sender.status();
    return status.indexed_to() == status.last_sequence();
  });
  std::printf("  (sender filled: %.0f claims published a second)\n",
              static_cast<double>(options.claims) / (now_s() - filling));
  sender.know(receiver);
  const double begin = now_s();
  receiver.know(sender);
  double acked = 0;
  const std::uint64_t acked_bulletins = std::min(acked_first, options.claims) / 1'000;
  const auto last = value_number("held", options.claims - 1);
  wait_until("the transfer", 600, std::chrono::milliseconds(2), [&] {
    const auto status = receiver.status();
    if (acked == 0 && status.last_sequence() >= acked_bulletins) acked = now_s() - begin;
    return status.last_sequence() * 1'000 >= options.claims;
  });
  wait_until("the last claim", 60, std::chrono::milliseconds(1), [&] { return receiver.has(last); });
  const double took = now_s() - begin;
  const double per_s = static_cast<double>(options.claims) / took;
  const auto bare = measure_bare(options.claims);
  rows.add({"transfer_claims_per_s", per_s, "claims/s", 50'000, Better::More, bare.claims_per_s,
            "the same rows by a bare SQLite loop"});
  rows.add({"transfer_vs_sqlite", per_s / bare.claims_per_s, "ratio", 0.5, Better::More, 1.0, "the bare loop"});
  rows.add({"acked_claims_per_s", static_cast<double>(acked_bulletins) * 1'000 / acked, "claims/s", 150'000,
            Better::More, bare.appended_per_s, "the bare loop's appends to its log"});
  rows.add({"rss_peak_mb_1m", receiver.peak_rss_mb(), "MB", 300, Better::Less, std::nullopt, ""});
}

AskedFor held(std::size_t claims) {
  return {claims, [](std::size_t number) { return value_number("held", number); },
          [](std::size_t number) { return value_number("missing", number); }};
}

void measure_rest(const CoreOptions& options, Node& receiver, Rows& rows) {
  wait_until("indexing at the receiver", 120, std::chrono::milliseconds(20), [&] {
    const auto status = receiver.status();
    return status.indexed_to() == status.last_sequence();
  });
  const auto last = value_number("held", options.claims - 1);
  receiver.stop();
  const double begin = now_s();
  receiver.start();
  wait_until("look-ups after the start", 60, std::chrono::milliseconds(1), [&] { return receiver.has(last); });
  rows.add({"start_s_1m", now_s() - begin, "s", 1, Better::Less, std::nullopt, ""});
  rows.add({"lookup_batch_per_s", batch_lookups_per_s(receiver, held(options.claims), options.lookup_seconds),
            "values/s", 200'000, Better::More, unix_echo(2, 39'000, 12'000, 1).per_s * 1'000,
            "an echo of the same sizes over the socket"});
  const auto echo = unix_echo(8, 60, 30, 1);
  const auto single = single_lookups(receiver, held(options.claims), 8, options.lookup_seconds);
  rows.add(
      {"lookup_single_per_s", single.per_s, "look-ups/s", 30'000, Better::More, echo.per_s, "an echo over the socket"});
  rows.add({"lookup_p99_ms", single.p99_ms, "ms", 1, Better::Less, echo.p99_ms, "an echo over the socket"});
  rows.add({"rss_mb_1m", receiver.rss_mb(), "MB", 150, Better::Less, std::nullopt, ""});
}

double urgent_p99(Node& sender, Node& receiver, const std::string& series, std::size_t samples) {
  std::vector<double> times;
  for (std::size_t i = 0; i < samples; ++i) {
    const auto value = value_number(series, i);
    const double begin = now_s();
    sender.publish({value}, true);
    wait_until("an urgent claim", 30, std::chrono::microseconds(200), [&] { return receiver.has(value); });
    times.push_back((now_s() - begin) * 1000);
    pause(std::chrono::milliseconds(5));
  }
  return percentile(std::move(times), 0.99);
}

void measure_urgent(const CoreOptions& options, Node& sender, Node& receiver, Rows& rows) {
  wait_until("the link", 90, std::chrono::milliseconds(5), [&] {
    const auto status = sender.status();
    return status.links_size() > 0 && status.links(0).connected() && status.links(0).caught_up();
  });
  const double disk = 2 * fdatasync_p99_ms(std::filesystem::temp_directory_path().string());
  rows.add({"urgent_p99_ms_idle", urgent_p99(sender, receiver, "urgent", 200), "ms", 10, Better::Less, disk,
            "two fdatasyncs at their 99th percentile"});
  Node busy({"busy"});
  busy.start();
  sender.know(busy);
  busy.know(sender);
  wait_until("the second transfer", 60, std::chrono::milliseconds(1),
             [&] { return busy.status().last_sequence() > 20; });
  std::vector<double> times;
  const auto total = static_cast<std::uint64_t>(options.claims / 1'000);
  for (std::size_t i = 0; busy.status().last_sequence() < total; ++i) {
    const auto value = value_number("urgent during", i);
    const double begin = now_s();
    sender.publish({value}, true);
    wait_until("an urgent claim", 60, std::chrono::microseconds(500), [&] { return busy.has(value); });
    times.push_back((now_s() - begin) * 1000);
    pause(std::chrono::milliseconds(20));
  }
  std::printf("  (%zu urgent claims during the transfer, median %.1f ms)\n", times.size(), percentile(times, 0.5));
  rows.add({"urgent_p99_ms_transfer", percentile(times, 0.99), "ms", 100, Better::Less, disk,
            "two fdatasyncs at their 99th percentile"});
}

void measure_singles(const CoreOptions& options, Rows& rows) {
  Node sender({"single-sender"});
  Node receiver({"single-receiver"});
  sender.start();
  receiver.start();
  const double filling = now_s();
  sender.publish_each(values("single", 0, options.single_bulletins));
  std::printf("  (%.0f bulletins of one claim signed and stored a second)\n",
              static_cast<double>(options.single_bulletins) / (now_s() - filling));
  sender.know(receiver);
  const double begin = now_s();
  receiver.know(sender);
  wait_until("the single bulletins", 300, std::chrono::milliseconds(2),
             [&] { return receiver.status().last_sequence() >= options.single_bulletins; });
  wait_until("the last single one", 30, std::chrono::milliseconds(1),
             [&] { return receiver.has(value_number("single", options.single_bulletins - 1)); });
  rows.add({"single_bulletins_per_s", static_cast<double>(options.single_bulletins) / (now_s() - begin), "bulletins/s",
            4'000, Better::More, ed25519_checks_per_s(), "Ed25519 checks on one core"});
}

void measure_wire(Rows& rows) {
  constexpr std::size_t claims = 100'000;
  const int proxy_port = free_port();
  Node receiver({.name = "wire-receiver", .listen_port = 0, .endpoint_port = proxy_port});
  Node sender(
      {.name = "wire-sender", .listen_port = 0, .endpoint_port = 1});  // nobody can dial it: all goes by the proxy
  const CountingProxy proxy(proxy_port, receiver.port());
  sender.start();
  receiver.start();
  for (std::size_t at = 0; at < claims; at += publication) sender.publish(values("wire", at, at + publication), false);
  receiver.know(sender);
  sender.know(receiver);
  wait_until("the counted transfer", 120, std::chrono::milliseconds(5),
             [&] { return receiver.status().last_sequence() * 1'000 >= claims; });
  pause(std::chrono::milliseconds(300));
  rows.add({"wire_bytes_per_claim", static_cast<double>(proxy.bytes()) / claims, "bytes", 45, Better::Less, 32.0,
            "the hash itself"});
}

}  // namespace

void run_core_suite(const CoreOptions& options, Rows& rows) {
  std::printf("core suite: %zu claims in bulletins of 1,000, mutual TLS, synchronous as shipped\n", options.claims);
  if (rows.wants("verify_claim_us")) measure_verify(rows);
  if (rows.wants_any({"transfer_claims_per_s", "transfer_vs_sqlite", "acked_claims_per_s", "rss_peak_mb_1m",
                      "start_s_1m", "lookup_batch_per_s", "lookup_single_per_s", "lookup_p99_ms", "rss_mb_1m",
                      "urgent_p99_ms_idle", "urgent_p99_ms_transfer"})) {
    Node sender({"sender"});
    Node receiver({"receiver"});
    sender.start();
    receiver.start();
    measure_transfer(options, sender, receiver, rows);
    measure_rest(options, receiver, rows);
    measure_urgent(options, sender, receiver, rows);
  }
  if (rows.wants("single_bulletins_per_s")) measure_singles(options, rows);
  if (rows.wants("wire_bytes_per_claim")) measure_wire(rows);
}

}  // namespace tidings::bench
