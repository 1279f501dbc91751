// A full disk, a limit on files, and death at any moment.
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

#include "tests/contract/answers.hpp"

namespace tidings::store::contract {
namespace {

class Faults : public EngineTest {
 protected:
  /// A report that takes a few kilobytes.
  NewBulletin report(int number) {
    std::vector<std::string> domains;
    for (int i = 0; i < 200; ++i)
      domains.push_back("n" + std::to_string(number) + "-" + std::to_string(i) + ".example.net");
    return taipei_.report(domains);
  }
  /// Appends until the disk is full or `most` are in; what was acknowledged.
  std::vector<NewBulletin> fill(OpenStore& store, int most) {
    std::vector<NewBulletin> stored;
    for (int i = 0; i < most; ++i) {
      Batch batch;
      batch.bulletins = {report(i)};
      const auto keep = batch.bulletins.front();
      const auto done = store.try_commit(std::move(batch));
      if (!done) {
        EXPECT_EQ(done.error().code, base::ErrorCode::Disk) << done.error().what;
        refused_ = keep;
        break;
      }
      stored.push_back(keep);
    }
    return stored;
  }
  void expect_held(OpenStore& store, const std::vector<NewBulletin>& stored) {
    store.read([&](Reading& reading) {
      for (const auto& one : stored) EXPECT_EQ(must(reading.ledger.bytes(one.row.id)), one.bytes);
    });
    for (const auto& one : stored) {
      const auto said = standing_of(store, one);
      ASSERT_TRUE(said);
      EXPECT_EQ(said->row.claims, 200U);
    }
  }
  Author taipei_{"Taipei"};
  std::optional<NewBulletin> refused_;
};
FOR_EVERY_ENGINE(Faults);

/// A bound on the size of files that this process writes, as an unprivileged stand-in for a full disk.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  rlimit before_{};
};

TEST_P(Faults, nothing_is_acknowledged_that_a_limit_keeps_from_the_disk_and_service_resumes) {
  if (!GetParam().writes_files_here) GTEST_SKIP() << "this engine's files are written by another process";
  auto open = store();
  std::vector<NewBulletin> stored;
  {
    const FileLimit limit(256 * 1024);
    stored = fill(*open, 1'000);
    ASSERT_TRUE(refused_) << "256 KiB took a thousand reports";
    ASSERT_FALSE(stored.empty());
    EXPECT_TRUE(open->store().gauges().disk_failing);
    expect_held(*open, stored);
    open->read([&](Reading& reading) { EXPECT_FALSE(must(reading.ledger.find(refused_->row.id))); });
  }
  open->append({*refused_});
  stored.push_back(*refused_);
  for (int i = 0; i < 100 && !open->store().settle(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_FALSE(open->store().gauges().disk_failing);
  expect_held(*open, stored);
  open = nullptr;
  open = store();
  expect_held(*open, stored);
}

/// A small file system of its own, where the machine lets us have one.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& place) : place_(place) {
    std::filesystem::create_directories(place_);
    mounted_ = ::mount("tidings-test", place_.c_str(), "tmpfs", 0, "size=3m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(place_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool is_mounted() const { return mounted_; }

 private:
  std::filesystem::path place_;
  bool mounted_{false};
};

TEST_P(Faults, a_full_disk_refuses_and_is_served_again_when_space_returns) {
  const SmallDisk disk(folder() / "small");
  if (!disk.is_mounted()) GTEST_SKIP() << "no right to mount a tmpfs: " << std::strerror(errno);
  const auto ballast = folder() / "small" / "ballast";
  { std::ofstream(ballast) << std::string(1U << 20, 'b'); }
  OpenStore open(GetParam(), folder() / "small");
  auto stored = fill(open, 1'000);
  ASSERT_TRUE(refused_) << "3 MiB took a thousand reports";
  ASSERT_FALSE(stored.empty());
  expect_held(open, stored);
  std::filesystem::remove(ballast);
  bool resumed = false;
  for (int i = 0; i < 100 && !resumed; ++i) {
    Batch batch;
    batch.bulletins = {*refused_};
    resumed = open.try_commit(std::move(batch)).has_value();
    if (!resumed) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_TRUE(resumed);
  stored.push_back(*refused_);
  expect_held(open, stored);
}

/// In the child: commits until it is killed, telling each number once it was acknowledged.
[[noreturn]] void commit_until_killed(const EngineUnderTest& engine, const std::filesystem::path& folder, int tell) {
  const base::SystemClock clock;
  base::ThreadPool home("home", 1);
  auto store = must(Store::open(open_engine(engine, folder), {.index_idle = std::chrono::milliseconds{2}}, clock));
  Author author("Taipei");
  std::uint32_t number = 0;
  while (true) {
    Batch batch;
    batch.bulletins = {author.report({"always.example.net", "n" + std::to_string(number) + ".example.net"})};
    const auto id = batch.bulletins.front().row.id;
    store->commit(std::move(batch), home, [id, tell](const base::Result<Committed>& done) {
      if (done && ::write(tell, id.data(), BulletinId::size) < 0) ::_exit(1);
    });
    if (++number % 20 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::vector<BulletinId> read_ids(int from) {
  std::vector<BulletinId> ids;
  BulletinId id;
  while (::read(from, id.data(), BulletinId::size) == static_cast<ssize_t>(BulletinId::size)) ids.push_back(id);
  return ids;
}

std::vector<BulletinId> run_and_kill(const EngineUnderTest& engine, const std::filesystem::path& folder,
                                     std::chrono::milliseconds after) {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    commit_until_killed(engine, folder, ends[1]);
  }
  ::close(ends[1]);
  std::thread killer([&] {
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
  });
  auto ids = read_ids(ends[0]);
  killer.join();
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  return ids;
}

TEST_P(Faults, what_was_acknowledged_survives_a_kill_and_nothing_is_there_twice) {
  std::mt19937 random(std::random_device{}());
  std::vector<BulletinId> acknowledged;
  for (int round = 0; round < 6; ++round) {
    const std::chrono::milliseconds after{std::uniform_int_distribution<int>(30, 250)(random)};
    const auto ids = run_and_kill(GetParam(), folder(), after);
    acknowledged.insert(acknowledged.end(), ids.begin(), ids.end());
    auto open = store();
    if (round % 2 == 0) open->settle();
    open->read([&](Reading& reading) {
      for (const bool known : must(reading.ledger.known(acknowledged))) EXPECT_TRUE(known);
      const auto held = must(reading.ledger.forward(Lane::Normal, {}, 1'000'000));
      std::set<BulletinId> unique;
      for (const auto& entry : held) unique.insert(entry.id);
      EXPECT_EQ(unique.size(), held.size());
      const std::vector keys{domain_key("always.example.net")};
      EXPECT_EQ(must(reading.index.exact(keys)).front().size(), std::min(held.size(), max_hits_a_key));
      EXPECT_EQ(must(reading.index.totals(v1::TLP_RED)).bulletins, held.size());
    });
  }
  EXPECT_FALSE(acknowledged.empty());
}

}  // namespace
}  // namespace tidings::store::contract
