#include "daemon/store/sqlite/database.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <mutex>

namespace tidings::store::sqlite {
namespace {

/// SQLite counts its memory behind one global mutex unless told not to: several threads would meet there.
void configure_once() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

int remember_wal_pages(void* pages, sqlite3* /*database*/, const char* /*name*/, int count) {
  *static_cast<std::uint32_t*>(pages) = static_cast<std::uint32_t>(std::max(count, 0));
  return SQLITE_OK;
}

base::ErrorCode error_code_of(int code) {
  constexpr std::array disk{SQLITE_FULL,    SQLITE_IOERR,  SQLITE_CANTOPEN, SQLITE_READONLY,
                            SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_PERM};
  const int primary = code & 0xff;
  if (std::find(disk.begin(), disk.end(), primary) != disk.end()) return base::ErrorCode::Disk;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) return base::ErrorCode::Busy;
  return base::ErrorCode::Internal;
}

std::string pragmas(const ConnectionOptions& options) {
  std::string sql = "PRAGMA journal_mode=WAL;";
  sql += options.durability == Durability::Full ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=NORMAL;";
  sql += "PRAGMA cache_size=-" + std::to_string(options.cache_bytes / 1024) + ";";
  // Debian's build overwrites all that is deleted; in a derived file that is moved about that would double its writes.
  sql += options.wipes_deleted ? "PRAGMA secure_delete=FAST;" : "PRAGMA secure_delete=OFF;";
  sql += "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=33554432;";
  sql += "PRAGMA mmap_size=" + std::to_string(options.mapped_bytes) + ";";
  if (!options.writes) sql += "PRAGMA query_only=ON;";
  return sql;
}

}  // namespace

std::int64_t to_sql(std::uint64_t value) {
  return static_cast<std::int64_t>(
      std::min<std::uint64_t>(value, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())));
}

base::Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file,
                                                       const ConnectionOptions& options) {
  configure_once();
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (code != SQLITE_OK) return database->error(code, "opening " + file.string());
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, 5'000);  // only at start, when two connections switch to WAL at once
  if (auto done = database->exec(pragmas(options)); !done) return done.error();
  database->mapped_bytes_ = options.mapped_bytes;
  sqlite3_wal_hook(handle, remember_wal_pages, &database->wal_pages_);  // in place of automatic checkpoints
  return database;
}

Database::~Database() { sqlite3_close_v2(handle_); }

base::Status Database::exec(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code, sql.substr(0, 40));
  return {};
}

base::Result<std::int64_t> Database::integer(const std::string& sql) {
  Statement statement(*this, sql);
  auto rows = statement.rows();
  if (!rows.next()) return rows.ok() ? base::fail(base::ErrorCode::Internal, "no row of: " + sql) : rows.error();
  return rows.integer(0);
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

base::Result<std::string> Database::beginning(const char* table, const char* column, std::int64_t row,
                                              std::size_t bytes) {
  sqlite3_blob* opened = nullptr;
  int code = sqlite3_blob_open(handle_, "main", table, column, row, 0, &opened);
  const std::unique_ptr<sqlite3_blob, int (*)(sqlite3_blob*)> blob(opened, sqlite3_blob_close);
  std::string text;
  if (code == SQLITE_OK) {
    text.resize(std::min(bytes, static_cast<std::size_t>(sqlite3_blob_bytes(opened))));
    code = sqlite3_blob_read(opened, text.data(), static_cast<int>(text.size()), 0);
  }
  if (code != SQLITE_OK) return error(code, "reading");
  return text;
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::checkpoint(std::uint32_t due_pages) {
  if (wal_pages_ < due_pages) return;
  int in_log = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code != SQLITE_OK || in_log < 0) return;
  if (moved == in_log) wal_pages_ = 0;  // nothing is left to move until the next commit
  if (static_cast<std::uint32_t>(in_log) < 4 * due_pages) return;
  sqlite3_busy_timeout(handle_, 100);
  sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, 5'000);
}

void Database::rest() {
  if (resting_) return;
  resting_ = true;
  static_cast<void>(exec("PRAGMA mmap_size=0; PRAGMA shrink_memory;"));
}

void Database::use() {
  if (!resting_) return;
  resting_ = false;
  static_cast<void>(exec("PRAGMA mmap_size=" + std::to_string(mapped_bytes_)));
}

base::Error Database::error(int code, std::string_view doing) const {
  const char* detail = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  return base::fail(error_code_of(code), "the store failed at \"" + std::string(doing) + "\": " + detail + " (SQLite " +
                                             std::to_string(code) + ")");
}

Statement::~Statement() { sqlite3_finalize(handle_); }

bool Statement::start() {
  if (handle_ == nullptr) {
    failed_ = sqlite3_prepare_v3(database_.handle_, sql_.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
    return failed_ == SQLITE_OK;
  }
  sqlite3_reset(handle_);
  failed_ = SQLITE_OK;
  return true;
}

void Statement::bind(int index, std::int64_t value) { sqlite3_bind_int64(handle_, index, value); }

void Statement::bind(int index, std::string_view blob) {
  // A null pointer would bind NULL; no bytes are still bytes.
  sqlite3_bind_blob64(handle_, index, blob.empty() ? "" : blob.data(), blob.size(), SQLITE_STATIC);
}

void Statement::bind(int index, Text text) {
  sqlite3_bind_text64(handle_, index, text.text.empty() ? "" : text.text.data(), text.text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
}

void Statement::bind(int index, std::optional<std::int64_t> value) {
  if (value) {
    bind(index, *value);
  } else {
    sqlite3_bind_null(handle_, index);
  }
}

int Statement::step() { return failed_ != SQLITE_OK ? failed_ : sqlite3_step(handle_); }

void Statement::reset() {
  if (handle_ != nullptr) sqlite3_reset(handle_);
}

base::Status Statement::finish() {
  int code = step();
  while (code == SQLITE_ROW) code = step();
  if (code != SQLITE_DONE) {
    const base::Error error = database_.error(code, sql_.substr(0, 40));
    reset();
    return error;
  }
  reset();
  return {};
}

bool Rows::next() {
  const int code = statement_.step();
  if (code == SQLITE_ROW) return true;
  code_ = code == SQLITE_DONE ? 0 : code;
  return false;
}

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_.handle_, column); }

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_.handle_, column) == SQLITE_NULL; }

std::string_view Rows::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.handle_, column);
  const int size = sqlite3_column_bytes(statement_.handle_, column);
  return data == nullptr ? std::string_view{}
                         : std::string_view{static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself (a full disk): then there is nothing to undo.
  if (database_.in_transaction()) static_cast<void>(database_.exec("ROLLBACK"));
}

}  // namespace tidings::store::sqlite
