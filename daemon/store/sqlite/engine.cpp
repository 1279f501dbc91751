#include "daemon/store/sqlite/engine.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "daemon/store/sqlite/index_reader.hpp"
#include "daemon/store/sqlite/index_writer.hpp"
#include "daemon/store/sqlite/ledger_reader.hpp"
#include "daemon/store/sqlite/ledger_writer.hpp"
#include "daemon/store/sqlite/schema.hpp"

namespace tidings::store::sqlite {
namespace {

/// Each reader has this share of the writer's cache.
constexpr std::size_t reader_share = 4;

/// One process a store: two ledger writers would give the same sequence twice. The kernel drops it when we die.
class FolderLock {
 public:
  static base::Result<FolderLock> take(const std::filesystem::path& file) {
    const int handle = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (handle < 0) {
      return base::fail(base::ErrorCode::Disk, "cannot open " + file.string() + ": " + std::strerror(errno));
    }
    FolderLock lock(handle);
    if (::flock(handle, LOCK_EX | LOCK_NB) != 0) {
      return base::fail(base::ErrorCode::Busy, "another process uses the store at " + file.parent_path().string());
    }
    return lock;
  }
  FolderLock(FolderLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock() {
    if (handle_ >= 0) ::close(handle_);
  }

 private:
  explicit FolderLock(int handle) : handle_(handle) {}
  int handle_;
};

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(FolderLock lock, const std::filesystem::path& folder, const SqliteOptions& options)
      : lock_(std::move(lock)), ledger_(folder / "ledger.db"), index_(folder / "index.db"), options_(options) {}

  base::Status prepare() {
    auto ledger = Database::open(ledger_, {.writes = true});
    if (!ledger) return ledger.error();
    if (auto done = prepare_ledger(**ledger); !done) return done;
    const auto id = read_ledger_id(**ledger);
    if (!id) return id.error();
    return prepare_index(index_, *id);
  }

  base::Result<std::unique_ptr<LedgerWriter>> ledger_writer() override {
    return open_ledger_writer(ledger_, options_.ledger_cache_bytes);
  }
  base::Result<std::unique_ptr<LedgerReader>> ledger_reader() override {
    return open_ledger_reader(ledger_, options_.ledger_cache_bytes / reader_share);
  }
  base::Result<std::unique_ptr<IndexWriter>> index_writer() override {
    return open_index_writer(index_, options_.index_cache_bytes, options_.first_tier_rows);
  }
  base::Result<std::unique_ptr<IndexReader>> index_reader() override {
    return open_index_reader(index_, options_.index_cache_bytes / reader_share, options_.index_mapped_bytes);
  }

 private:
  FolderLock lock_;
  std::filesystem::path ledger_, index_;
  SqliteOptions options_;
};

}  // namespace

base::Result<std::unique_ptr<Engine>> open_engine(const std::filesystem::path& folder, const SqliteOptions& options) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return base::fail(base::ErrorCode::Disk, "cannot make " + folder.string() + ": " + failed.message());
  auto lock = FolderLock::take(folder / "store.lock");
  if (!lock) return lock.error();
  auto engine = std::make_unique<SqliteEngine>(std::move(*lock), folder, options);
  if (auto done = engine->prepare(); !done) return done.error();
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace tidings::store::sqlite
