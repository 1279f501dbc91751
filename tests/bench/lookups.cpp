#include "tests/bench/lookups.hpp"

#include <atomic>
#include <random>
#include <thread>

#include "tests/bench/rows.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t batch = 1'000;

void add_value(v1::LookupRequest& request, const observable::Observable& value) {
  auto& wanted = *request.add_values();
  wanted.set_type(static_cast<std::uint32_t>(value.type));
  wanted.set_value(value.value);
}

/// Ready-made requests, so that hashing is not what is measured.
std::vector<v1::Request> requests(const AskedFor& asked, std::size_t count, std::size_t values_each, unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<v1::Request> made(count);
  for (auto& request : made) {
    for (std::size_t i = 0; i < values_each; ++i) {
      const auto number = random() % asked.held;
      add_value(*request.mutable_lookup(), random() % 2 == 0 ? asked.is_held(number) : asked.is_missing(number));
    }
  }
  return made;
}

}  // namespace

double batch_lookups_per_s(const Node& node, const AskedFor& values, double seconds) {
  std::atomic<std::size_t> answered{0};
  std::atomic<std::size_t> found{0};
  const auto client = [&](unsigned seed) {
    auto connection = node.connect();
    auto asked = requests(values, 64, batch, seed);
    const double begin = now_s();
    for (std::size_t i = 0; now_s() - begin < seconds; ++i) {
      const auto answer = connection.ask(asked[i % asked.size()]);
      if (!answer || !answer->has_lookup()) give_up("a batch of look-ups failed");
      for (const auto& result : answer->lookup().results())
        found += result.found() && result.origins_size() == 1 ? 1 : 0;
      answered += batch;
    }
  };
  std::thread first(client, 1U);
  std::thread second(client, 2U);
  first.join();
  second.join();
  const double share = static_cast<double>(found) / static_cast<double>(answered);
  if (share < 0.45 || share > 0.55) give_up("look-ups found " + std::to_string(share) + " of what half should be");
  return static_cast<double>(answered) / seconds;
}

Single single_lookups(const Node& node, const AskedFor& values, std::size_t connections, double seconds) {
  std::vector<std::vector<double>> times(connections);
  std::vector<std::thread> clients;
  for (std::size_t n = 0; n < connections; ++n) {
    clients.emplace_back([&, n] {
      auto connection = node.connect();
      auto asked = requests(values, 4'000, 1, static_cast<unsigned>(100 + n));
      const double begin = now_s();
      for (std::size_t i = 0; now_s() - begin < seconds; ++i) {
        const double sent = now_s();
        if (const auto answer = connection.ask(asked[i % asked.size()]); !answer || !answer->has_lookup())
          give_up("a look-up failed");
        times[n].push_back((now_s() - sent) * 1000);
      }
    });
  }
  for (auto& client : clients) client.join();
  std::vector<double> all;
  for (const auto& one : times) all.insert(all.end(), one.begin(), one.end());
  return {static_cast<double>(all.size()) / seconds, percentile(all, 0.99)};
}

}  // namespace tidings::bench
