// The store alone: what it takes to acknowledge and to index, to look up, to hold and to open a million claims.
// store-bench [FOLDER [CLAIMS]]
#include <unistd.h>
#include <ctime>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <mutex>
#include <thread>

#include "daemon/store/sqlite/engine.hpp"
#include "tests/bench/bare_loop.hpp"
#include "tests/bench/store_bench_input.hpp"

namespace tidings::bench {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double cpu_seconds(clockid_t of) {
  timespec at{};
  clock_gettime(of, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

double resident_mb() {
  std::ifstream in("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  in >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

void print(const char* what, double value, const char* unit) { std::printf("%-46s %14.3f %s\n", what, value, unit); }

/// Batches under way, bounded as a link's window bounds them.
class Window {
 public:
  explicit Window(std::size_t bound) : bound_(bound) {}
  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_ < bound_; });
    ++under_way_;
  }
  void leave() {
    const std::scoped_lock lock(mutex_);
    --under_way_;
    changed_.notify_one();
  }
  void drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_ == 0; });
  }

 private:
  const std::size_t bound_;
  std::size_t under_way_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
};

std::unique_ptr<store::Store> open_store(const std::string& folder) {
  static const base::SystemClock clock;
  auto engine = store::sqlite::open_engine(folder);
  if (!engine) {
    std::cerr << engine.error().what << "\n";
    std::exit(1);
  }
  return *store::Store::open(std::move(*engine), {}, clock);
}

void submit(store::Store& store, base::Executor& home, Window& window, store::NewBulletin bulletin) {
  window.enter();
  store::Batch batch;
  batch.bulletins.push_back(std::move(bulletin));
  store.commit(std::move(batch), home, [&window](const base::Result<store::Committed>& done) {
    if (!done) {
      std::cerr << done.error().what << "\n";
      std::exit(1);
    }
    window.leave();
  });
}

/// Seconds from the first commit to the last index write.
double fill(store::Store& store, base::Executor& home, std::uint64_t bulletins, std::size_t claims_each) {
  Window window(64);
  const double cpu = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
  const auto start = Clock::now();
  double first_200k = 0;
  double peak = 0;
  for (std::uint64_t i = 0; i < bulletins; ++i) {
    submit(store, home, window, bulletin_of(i, i * claims_each, claims_each));
    if ((i + 1) * claims_each == 200'000) {
      window.drain();
      first_200k = since(start);
    }
    if (i % 50 == 0) peak = std::max(peak, resident_mb());
  }
  window.drain();
  const double acked = since(start);
  static_cast<void>(store.settle());
  const double settled = since(start);
  const double used = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
  const auto claims = static_cast<double>(bulletins * claims_each);
  if (first_200k > 0) print("acknowledged, first 200,000", 200'000 / first_200k, "claims/s");
  print("acknowledged, all", claims / acked, "claims/s");
  print("indexed, all", claims / settled, "claims/s");
  print("CPU of the store's threads", used * 1e6 / claims, "us/claim");
  print("resident, peak while filling", peak, "MB");
  return settled;
}

void look_up(store::Store& store, std::uint64_t claims, std::size_t rounds) {
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  double seconds = 0;
  double cpu = 0;
  std::size_t found = 0;
  store.read([&](store::Reading& reading) {
    for (std::size_t round = 0; round < rounds; ++round) {
      std::vector<std::string> keys;
      for (std::size_t i = 0; i < 1'000; ++i) {
        const std::uint64_t pick = mix(round * 1'000 + i) % claims;
        keys.push_back(key_of(i % 2 == 0 ? pick : pick + claims));  // every other one is nowhere
      }
      std::sort(keys.begin(), keys.end());
      const auto start = Clock::now();
      const double cpu_start = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
      const auto hits = reading.index.exact(keys);
      std::vector<store::Sequence> sequences;
      for (const auto& of_key : *hits) {
        for (const auto& hit : of_key) sequences.push_back(hit.sequence);
      }
      std::sort(sequences.begin(), sequences.end());
      sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
      const auto standing = reading.index.standing(sequences);
      seconds += since(start);
      cpu += cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - cpu_start;
      for (const auto& of_key : *hits) found += of_key.empty() ? 0 : 1;
    }
    const std::scoped_lock lock(mutex);
    done = true;
    ended.notify_one();
  });
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return done; });
  print("exact look-ups with standing, one thread", static_cast<double>(rounds * 1'000) / seconds, "keys/s");
  print("the same, a second of CPU", static_cast<double>(rounds * 1'000) / cpu, "keys/s");
  print("found", 100.0 * static_cast<double>(found) / static_cast<double>(rounds * 1'000), "%");
}

void singles(store::Store& store, base::Executor& home, std::uint64_t first, std::uint64_t count) {
  Window window(900);
  const auto start = Clock::now();
  for (std::uint64_t i = 0; i < count; ++i) submit(store, home, window, bulletin_of(first + i, (first + i) * 1'000, 1));
  window.drain();
  print("single-claim bulletins, 900 under way", static_cast<double>(count) / since(start), "commits/s");
  static_cast<void>(store.settle());
}

void alone(store::Store& store, base::Executor& home, std::uint64_t first) {
  constexpr int tries = 50;
  Window window(1);
  std::vector<double> took;
  for (std::uint64_t i = 0; i < tries; ++i) {
    const auto start = Clock::now();
    submit(store, home, window, bulletin_of(first + i, (first + i) * 1'000, 1));
    window.drain();
    took.push_back(since(start) * 1e3);
  }
  std::sort(took.begin(), took.end());
  print("a lone commit, median", took[tries / 2], "ms");
}

int run(const std::string& folder, std::uint64_t claims) {
  constexpr std::size_t claims_each = 1'000;
  const std::uint64_t bulletins = claims / claims_each;
  std::filesystem::remove_all(folder);
  const double bare = bare_loop(folder + "/bare", bulletins, claims_each).seconds;
  print("bare loop over the same schema", static_cast<double>(claims) / bare, "claims/s");
  std::filesystem::remove_all(folder + "/bare");
  base::ThreadPool home("home", 1);
  {
    auto store = open_store(folder);
    const double settled = fill(*store, home, bulletins, claims_each);
    print("beside the bare loop", bare / settled, "x");
    look_up(*store, claims, 50);
    std::this_thread::sleep_for(std::chrono::seconds(5));  // to rest: the runs are merged
    look_up(*store, claims, 200);
    print("resident, at rest", resident_mb(), "MB");
  }
  {
    const auto start = Clock::now();
    auto store = open_store(folder);
    print("open", since(start) * 1e3, "ms");
    print("resident, opened", resident_mb(), "MB");
    look_up(*store, claims, 200);
    print("resident, after look-ups", resident_mb(), "MB");
    singles(*store, home, 10'000'000, 100'000);
    alone(*store, home, 20'000'000);
    print("resident, at the end", resident_mb(), "MB");
  }
  home.stop();
  std::uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) bytes += file.file_size();
  print("files", static_cast<double>(bytes) / 1e6, "MB");
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace tidings::bench

int main(int count, char** given) {
  const std::string folder = count > 1 ? given[1] : "store-bench.tmp";
  return tidings::bench::run(folder, count > 2 ? std::stoull(given[2]) : 1'000'000);
}
