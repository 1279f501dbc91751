#pragma once
/// One SQLite connection, its statements and transactions, as values that clean up behind them. The only file that
/// speaks SQLite's C interface is database.cpp.
/// Errors: Disk (full, failed, damaged, not to be opened), Busy, Internal.
/// Lives on: one thread at a time (opened NOMUTEX).
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tidings::store::sqlite {

enum class Durability : std::uint8_t { Full, Normal };

struct ConnectionOptions {
  std::size_t cache_bytes{2u << 20};
  std::size_t mapped_bytes{0};  ///< of the file's beginning read through the page tables, not copied
  Durability durability{Durability::Full};
  bool writes{false};
  bool wipes_deleted{false};  ///< overwrite what is deleted, where that costs no further page
};

class Database {
 public:
  static base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& file,
                                                      const ConnectionOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  base::Status exec(const std::string& sql);
  base::Result<std::int64_t> integer(const std::string& sql);  ///< the one value of the one row
  std::int64_t changes() const;                                ///< rows that the last statement changed
  /// The first bytes of a BLOB, at most `bytes`: of a long one only the pages that hold them are read.
  base::Result<std::string> beginning(const char* table, const char* column, std::int64_t row, std::size_t bytes);
  bool in_transaction() const;
  /// Between commits: once the WAL has `due_pages`, moves it into the file. Readers go on meanwhile. If readers that
  /// overlap have kept it from starting over and it is four times that, waits up to 100 ms for them.
  /// A failure is not reported: the WAL holds everything, and the next commit tries again.
  void checkpoint(std::uint32_t due_pages);
  /// Gives memory back that can be had again: the cache and the mapping. use() takes up the mapping again.
  void rest();
  void use();
  base::Error error(int code, std::string_view doing) const;

 private:
  friend class Statement;
  explicit Database(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
  std::uint32_t wal_pages_{0};
  std::size_t mapped_bytes_{0};
  bool resting_{false};
};

/// SQLite's integers are signed: what is beyond them (a hostile header's date) is kept as the greatest.
std::int64_t to_sql(std::uint64_t value);
inline std::int64_t to_sql(base::Instant at) { return to_sql(at.us); }
inline base::Instant instant_of(std::int64_t value) { return {static_cast<std::uint64_t>(value)}; }

/// A value bound as TEXT; a plain string_view is bound as BLOB. Bound memory must live until the rows are read.
struct Text {
  std::string_view text;
};

class Rows;

/// Prepared at first use, then reused. Binding starts it anew.
class Statement {
 public:
  Statement(Database& database, std::string sql) : database_(database), sql_(std::move(sql)) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Binds ?1, ?2, … and hands out the rows.
  template <class... Args>
  Rows rows(const Args&... args);
  /// Binds and runs to the end.
  template <class... Args>
  base::Status run(const Args&... args);

 private:
  friend class Rows;
  bool start();
  void bind(int index, std::int64_t value);
  void bind(int index, std::uint32_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, bool value) { bind(index, static_cast<std::int64_t>(value ? 1 : 0)); }
  void bind(int index, std::uint64_t value) { bind(index, to_sql(value)); }
  void bind(int index, base::Instant value) { bind(index, to_sql(value)); }
  void bind(int index, std::string_view blob);
  void bind(int index, Text text);
  void bind(int index, std::optional<std::int64_t> value);  ///< nothing is NULL
  int step();
  void reset();
  base::Status finish();

  Database& database_;
  std::string sql_;
  sqlite3_stmt* handle_{nullptr};
  int failed_{0};
};

/// The rows of one run; ends it when it goes, so that no read transaction stays open.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(statement) {}
  ~Rows() { statement_.reset(); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  bool next();  ///< false at the end and on an error: see ok()
  bool ok() const { return code_ == 0; }
  base::Error error() const { return statement_.database_.error(code_, "reading"); }
  std::int64_t integer(int column) const;
  std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::uint32_t small(int column) const { return static_cast<std::uint32_t>(integer(column)); }
  base::Instant instant(int column) const { return instant_of(integer(column)); }
  bool is_null(int column) const;
  std::string_view bytes(int column) const;  ///< a BLOB or TEXT, until the next next()

 private:
  Statement& statement_;
  int code_{0};
};

template <class... Args>
Rows Statement::rows(const Args&... args) {
  if (start()) {
    int index = 0;
    (bind(++index, args), ...);
  }
  return Rows(*this);
}

template <class... Args>
base::Status Statement::run(const Args&... args) {
  if (start()) {
    int index = 0;
    (bind(++index, args), ...);
  }
  return finish();
}

/// Rolled back when it goes, unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  base::Status begin() { return database_.exec("BEGIN IMMEDIATE"); }
  base::Status commit() { return database_.exec("COMMIT"); }

 private:
  Database& database_;
};

}  // namespace tidings::store::sqlite
