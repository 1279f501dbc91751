// A store that takes as much each day as it forgets, for sixty days: it has long stopped growing when they are over.
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>

#include "base/async/executor.hpp"
#include "daemon/store/sqlite/engine.hpp"
#include "daemon/store/store.hpp"
#include "tests/bench/store_bench_input.hpp"

namespace tidings::store {
namespace {

using base::Instant;
using std::chrono::hours;

constexpr Instant start{1'767'225'600'000'000};  // 2026-01-01
constexpr std::uint64_t days = 60, lives_for_days = 14;
constexpr std::size_t claims_each = 250;

bool is_long() {
  const char* set = std::getenv("TIDINGS_LONG");
  return set != nullptr && *set != '\0';
}

/// A folder on the disk that temporary files are on: a store of months does not fit into memory.
struct Folder {
  Folder() {
    std::string made = (std::filesystem::temp_directory_path() / "tidings-soak-XXXXXX").string();
    path = ::mkdtemp(made.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const auto& file : std::filesystem::directory_iterator(path)) sum += file.file_size();
    return sum;
  }
  std::filesystem::path path;
};

/// A store with calls that wait.
class Days {
 public:
  explicit Days(std::uint64_t claims_a_day) : claims_a_day_(claims_a_day) {
    // Tiers in proportion, so that the small run merges as the large one does.
    sqlite::SqliteOptions options;
    options.first_tier_rows = claims_a_day / 4;
    store_ = Store::open(sqlite::open_engine(folder_.path, options).value(), {}, clock_).value();
  }

  void live_through(std::uint64_t day) {
    clock_.set(start + hours(24 * day));
    for (std::uint64_t made = 0; made < claims_a_day_; made += claims_each) append_one();
    store_->forget_expired(clock_.now());
    ASSERT_TRUE(store_->settle());
    for (int tries = 0; oldest_expiry() < clock_.now() && tries < 60'000; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_GE(oldest_expiry(), clock_.now()) << "bodies leave within their day";
  }
  std::uint64_t bytes() const { return folder_.bytes(); }

 private:
  void append_one() {
    auto bulletin = bench::bulletin_of(number_, number_ * claims_each, claims_each);
    ++number_;
    const auto now = clock_.now();
    bulletin.entry.issued_at = bulletin.row.issued_at = now + base::Duration{static_cast<std::int64_t>(number_)};
    bulletin.entry.received_at = bulletin.row.received_at = now;
    bulletin.entry.expires_at = bulletin.row.expires_at = now + hours(24 * lives_for_days);
    Batch batch;
    batch.bulletins.push_back(std::move(bulletin));
    std::unique_lock lock(mutex_);
    ++under_way_;
    store_->commit(std::move(batch), home_, [this](base::Result<Committed> done) {
      EXPECT_TRUE(done);
      const std::scoped_lock hold(mutex_);
      --under_way_;
      answered_.notify_one();
    });
    answered_.wait(lock, [this] { return under_way_ < 64; });
  }

  Instant oldest_expiry() {
    std::mutex mutex;
    std::condition_variable told;
    std::optional<Instant> oldest;
    store_->read([&](Reading& reading) {
      const auto first = reading.ledger.forward_whole({0}, 1, 1);
      const std::scoped_lock hold(mutex);
      oldest = first && !first->empty() ? first->front().first.expires_at : Instant{UINT64_MAX};
      told.notify_one();
    });
    std::unique_lock lock(mutex);
    told.wait(lock, [&] { return oldest.has_value(); });
    return *oldest;
  }

  Folder folder_;
  base::FakeClock clock_{start};
  base::ThreadPool home_{"home", 1};
  std::uint64_t claims_a_day_, number_{0};
  std::mutex mutex_;
  std::condition_variable answered_;
  std::size_t under_way_{0};
  std::unique_ptr<Store> store_;
};

TEST(StoreSoak, a_store_that_forgets_as_much_as_it_takes_has_stopped_growing_after_sixty_days) {
  const std::uint64_t claims_a_day = is_long() ? 1'000'000 : 5'000;
  Days store(claims_a_day);
  std::uint64_t at_forty = 0;
  for (std::uint64_t day = 1; day <= days; ++day) {
    ASSERT_NO_FATAL_FAILURE(store.live_through(day)) << "day " << day;
    if (day == 40) at_forty = store.bytes();
    if (day % 10 == 0)
      std::printf("day %2llu: %.1f MB\n", static_cast<unsigned long long>(day),
                  static_cast<double>(store.bytes()) / 1e6);
  }
  EXPECT_LE(static_cast<double>(store.bytes()), 1.1 * static_cast<double>(at_forty));
  const auto live = claims_a_day * lives_for_days;
  EXPECT_LT(store.bytes(), live * 1'000)
      << "some 45 bytes of body, 50 of posting, 300 of words and lists, and what merging needs";
}

}  // namespace
}  // namespace tidings::store
