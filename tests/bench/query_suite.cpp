#include "tests/bench/query_suite.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "tests/bench/floors.hpp"
#include "tests/bench/lookups.hpp"
#include "tests/bench/node.hpp"
#include "tests/bench/query_data.hpp"
#include "tests/bench/scoring.hpp"
#include "tests/bench/watchers.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t small_questions = 2'000;
constexpr std::size_t first_pages = 40;  // of each question
constexpr std::size_t large_store = 10'000'000;

void wait_until_indexed(Node& node) {
  while (true) {
    const auto status = node.status();
    if (status.indexed_to() == status.last_sequence()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::this_thread::sleep_for(std::chrono::seconds(3));  // at rest runs are merged: what is measured is a store at rest
}

void fill(Node& node, std::size_t from, std::size_t to) {
  for (std::size_t at = from; at < to; at += mixed_publication) {
    std::vector<observable::Observable> values;
    for (std::size_t i = at; i < std::min(to, at + mixed_publication); ++i) values.push_back(mixed_value(i));
    node.publish(values, mixed_context(at / mixed_publication));
  }
}

observable::Observable parsed(const char* text) {
  auto read = observable::parse(text);
  if (!read) give_up(std::string(text) + ": " + read.error().what);
  return read->observable;
}

v1::Request query_of(const observable::Observable& value, v1::Reach reach) {
  v1::Request request;
  auto& query = *request.mutable_query();
  query.mutable_value()->set_type(static_cast<std::uint32_t>(value.type));
  query.mutable_value()->set_value(value.value);
  query.set_reach(reach);
  return request;
}

v1::Request filtered(const std::function<void(v1::Filter&)>& set) {
  v1::Request request;
  set(*request.mutable_query()->mutable_filter());
  return request;
}

struct Answered {
  std::size_t indicators{0}, bytes{0};
};

/// All answers to one request.
Answered ask(client::Connection& connection, const v1::Request& request) {
  Answered answered;
  const auto status = connection.stream(request, [&](const v1::Answer& answer) -> base::Status {
    answered.indicators += static_cast<std::size_t>(answer.query().indicators_size());
    answered.bytes += answer.ByteSizeLong();
    return {};
  });
  if (!status) give_up("a query failed: " + status.error().what);
  return answered;
}

/// The 99th percentile of each question asked once, in ms.
double p99_ms(Node& node, const std::function<v1::Request(std::size_t)>& question, const char* what) {
  auto connection = node.connect();
  std::vector<double> times;
  std::size_t found = 0;
  for (std::size_t i = 0; i < small_questions; ++i) {
    const auto request = question(i);
    const double begin = now_s();
    found += ask(connection, request).indicators;
    times.push_back((now_s() - begin) * 1000);
  }
  if (found == 0) give_up(std::string("nothing was found by ") + what);
  return percentile(std::move(times), 0.99);
}

/// The slowest question's 99th percentile, in ms.
double slowest_page_ms(Node& node, const std::vector<v1::Request>& questions, const char* what) {
  auto connection = node.connect();
  double slowest = 0;
  for (const auto& question : questions) {
    std::vector<double> times;
    std::size_t found = 0;
    for (std::size_t i = 0; i < first_pages; ++i) {
      const double begin = now_s();
      found += ask(connection, question).indicators;
      times.push_back((now_s() - begin) * 1000);
    }
    const auto number = &question - questions.data();
    if (found == 0) give_up(std::string("nothing was found by ") + what + ", question " + std::to_string(number));
    const double page = percentile(times, 0.99);
    std::printf("  (%s, question %td: %.1f ms, %zu found)\n", what, number, page, found / first_pages);
    slowest = std::max(slowest, page);
  }
  return slowest;
}

void measure_values(Node& node, Rows& rows) {
  const auto echo = unix_echo(1, 64, 512, 0.5);
  const auto small = [&](const char* id, auto make) {
    if (!rows.wants(id)) return;
    const auto question = [&](std::size_t i) { return query_of(make(i), v1::REACH_ORDINARY); };
    rows.add({id, p99_ms(node, question, id), "ms", 1, Better::Less, echo.p99_ms, "an echo over the same socket"});
  };
  small("containing_p99_ms", some_address);
  small("parents_p99_ms", deep_name);
  const auto page = [&](const char* id, const std::vector<v1::Request>& questions) {
    if (!rows.wants(id)) return;
    rows.add({id, slowest_page_ms(node, questions, id), "ms", 20, Better::Less, echo.p99_ms,
              "an echo over the same socket"});
  };
  page("subdomains_page_ms",
       {query_of(parsed(large_domain), v1::REACH_WITHIN), query_of(parsed(middle_domain), v1::REACH_WITHIN)});
  page("within16_page_ms", {query_of(parsed(middle_network), v1::REACH_WITHIN)});
}

constexpr auto domains = static_cast<std::uint32_t>(observable::Type::Domain);
constexpr auto networks = static_cast<std::uint32_t>(observable::Type::Ipv4Cidr);

void measure_filters(Node& node, Rows& rows) {
  const double echo = unix_echo(1, 64, 512, 0.5).p99_ms;
  const auto now = base::SystemClock().now();
  if (rows.wants("two_filters_page_ms")) {
    const std::vector<v1::Request> questions{
        filtered([](auto& f) { f.add_tags("malware:emotet"), f.add_tags("week:7"); }),
        filtered([](auto& f) { f.add_tags("malware:qakbot"), f.add_types(networks); }),
        filtered([](auto& f) { f.add_origins("self"), f.add_types(domains); }),
        filtered([](auto& f) { f.add_ecosystems("5g"), f.add_tlps(v1::TLP_CLEAR); }),
        filtered([](auto& f) { f.add_kinds(v1::KIND_REPORT), f.set_min_confidence(95); }),
        filtered([](auto& f) { f.add_roles(v1::ROLE_EXPLOIT), f.add_ecosystems("health"); }),
        filtered([](auto& f) { f.add_types(networks), f.set_text("釣魚"); }),
        filtered([&](auto& f) { f.set_received_until(now.us), f.add_tags("week:3"); }),
    };
    rows.add({"two_filters_page_ms", slowest_page_ms(node, questions, "two filters"), "ms", 20, Better::Less, echo,
              "an echo over the same socket"});
  }
  if (!rows.wants("text_page_ms")) return;
  std::vector<v1::Request> texts;
  for (const auto* words :
       {"emotet", "釣魚", "惡意程式 raccoon", "seen sensors overlaps", "login wallet", "lockb*", "invoice"}) {
    texts.push_back(filtered([&](auto& f) { f.set_text(words); }));
  }
  rows.add({"text_page_ms", slowest_page_ms(node, texts, "text"), "ms", 20, Better::Less, echo,
            "an echo over the same socket"});
}

void measure_streams(Node& node, std::size_t held, Rows& rows) {
  if (rows.wants("indicators_streamed_per_s")) {
    auto connection = node.connect();
    v1::Request request;
    request.mutable_query()->set_all(true);
    const double begin = now_s();
    const auto answered = ask(connection, request);
    const double took = now_s() - begin;
    if (answered.indicators * 10 < held * 9)
      give_up("the stream held " + std::to_string(answered.indicators) + " indicators");
    constexpr std::size_t page = 512 * 1024;
    const double floor = unix_echo(1, 64, page, 1).per_s * page /
                         (static_cast<double>(answered.bytes) / static_cast<double>(answered.indicators));
    rows.add({"indicators_streamed_per_s", static_cast<double>(answered.indicators) / took, "indicators/s", 200'000,
              Better::More, floor, "as many bytes over the same socket"});
  }
  if (!rows.wants("counted_per_s")) return;
  v1::Request request;
  request.mutable_count()->set_by(v1::COUNT_BY_TYPE);
  const double begin = now_s();
  ask(node.api(), request);
  rows.add(
      {"counted_per_s", static_cast<double>(held) / (now_s() - begin), "indicators/s", 200'000, Better::More, {}, ""});
}

/// Bulletins whole and verbatim, many requests under way.
void measure_bulletins(Node& node, std::size_t held, Rows& rows) {
  if (!rows.wants("bulletins_streamed_claims_per_s")) return;
  constexpr std::size_t under_way = 16;
  const auto ids = node.published();
  auto connection = node.connect();
  std::size_t sent = 0, ended = 0, bytes = 0;
  const double begin = now_s();
  while (ended < ids.size()) {
    for (; sent < ids.size() && sent - ended < under_way; ++sent) {
      v1::Request request;
      request.set_id(connection.next_id());
      request.mutable_show()->set_id(ids[sent]);
      request.mutable_show()->set_raw(true);
      connection.queue(request);
    }
    if (!connection.flush()) give_up("show failed");
    const auto answer = connection.receive();
    if (!answer || answer->has_error()) give_up("show failed");
    bytes += answer->show().bulletin().size();
    if (answer->last()) ++ended;
  }
  const double took = now_s() - begin;
  if (bytes < held * 20) give_up("the bulletins were too small");
  rows.add(
      {"bulletins_streamed_claims_per_s", static_cast<double>(held) / took, "claims/s", 500'000, Better::More, {}, ""});
}

/// `tidings lookup -`, as people use it: half of the lines are held.
void measure_client(Node& node, std::size_t held, Rows& rows) {
  if (!rows.wants("lookup_client_per_s")) return;
  const auto input =
      (std::filesystem::temp_directory_path() / ("tidings-bench-lines-" + std::to_string(::getpid()))).string();
  {
    std::ofstream lines(input);
    for (std::size_t i = 0; i < held; ++i) {
      lines << observable::to_text(mixed_value(i % 2 == 0 ? i : i + held)) << "\n";
    }
  }
  const std::string command =
      program_folder() + "/tidings --socket " + node.socket_path() + " lookup - < " + input + " > /dev/null";
  const double begin = now_s();
  const int code = std::system(command.c_str());
  const double took = now_s() - begin;
  std::filesystem::remove(input);
  if (code != 0) give_up("tidings lookup - ended with " + std::to_string(WEXITSTATUS(code)));
  rows.add({"lookup_client_per_s", static_cast<double>(held) / took, "values/s", 150'000, Better::More, {}, ""});
}

/// Each a thousand clients: claims that come one by one, and a bulletin of a thousand.
void measure_watchers(Node& node, Rows& rows) {
  constexpr std::size_t watchers = 1'000, singles = 40, burst = 1'000;
  constexpr std::size_t arrival_bytes = 400;
  if (rows.wants("watch_1000_p99_ms")) {
    const auto watched = watch_times(node, watchers, singles, 1);
    std::printf("  (the median of %zu claims: %.1f ms)\n", singles, watched.p50_ms);
    rows.add({"watch_1000_p99_ms", watched.p99_ms, "ms", 5, Better::Less,
              bare_fan_out_p99_ms(watchers, arrival_bytes, singles), "as many bytes to as many sockets"});
  }
  if (!rows.wants("watch_1000_bulletin_ms_a_claim")) return;
  const auto watched = watch_times(node, watchers, 1, burst);
  rows.add({"watch_1000_bulletin_ms_a_claim", watched.p99_ms / static_cast<double>(burst), "ms", 5, Better::Less,
            bare_fan_out_p99_ms(watchers, arrival_bytes, 1), "one claim's bytes to as many sockets"});
}

AskedFor mixed(std::size_t held) {
  return {held, mixed_value, [held](std::size_t number) { return mixed_value(number + held); }};
}

/// The same store at a second node, all of it by a link, and what it does there.
void measure_large(Node& node, std::size_t held, Rows& rows) {
  Node receiver({"large-receiver"});
  receiver.start();
  node.know(receiver);
  receiver.know(node);
  const auto claims = [&] { return receiver.status().claims(); };
  const std::size_t last = held / 10;
  while (claims() < held - last) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const double begin = now_s();
  while (claims() < held) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const double per_s = static_cast<double>(last) / (now_s() - begin);
  rows.add({"transfer_at_10m_claims_per_s", per_s, "claims/s", 20'000, Better::More, {}, ""});
  rows.add({"rss_peak_mb_10m", receiver.peak_rss_mb(), "MB", 400, Better::Less, {}, ""});
  node.stop();
  wait_until_indexed(receiver);
  rows.add({"lookups_at_10m_per_s",
            batch_lookups_per_s(receiver, mixed(held), 4),
            "values/s",
            100'000,
            Better::More,
            {},
            ""});
  const auto single = single_lookups(receiver, mixed(held), 8, 4);
  rows.add({"single_lookups_at_10m_per_s", single.per_s, "look-ups/s", 15'000, Better::More, {}, ""});
}

}  // namespace

void run_query_suite(const QueryOptions& options, Rows& rows) {
  std::printf("query suite: %zu claims of mixed types in bulletins of 1,000\n", options.held);
  if (rows.wants_any(
          {"indicator_scored_us", "indicator_of_2_origins_scored_us", "indicator_of_10_origins_scored_us"})) {
    add_scoring_rows(rows);
  }
  Node node({"asked"});
  node.start();
  const double filling = now_s();
  fill(node, 0, options.held);
  std::printf("  (filled: %.0f claims published a second)\n", static_cast<double>(options.held) / (now_s() - filling));
  wait_until_indexed(node);
  measure_values(node, rows);
  measure_filters(node, rows);
  measure_streams(node, options.held, rows);
  measure_bulletins(node, options.held, rows);
  measure_client(node, options.held, rows);
  measure_watchers(node, rows);
  if (rows.wants("rss_peak_mb_queried")) {
    rows.add({"rss_peak_mb_queried", node.peak_rss_mb(), "MB", 400, Better::Less, {}, ""});
  }
  if (options.held >= large_store) measure_large(node, options.held, rows);
}

}  // namespace tidings::bench
