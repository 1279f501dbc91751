#include "tests/bench/sqlite_floor.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "core/observable/observable.hpp"
#include "tests/bench/node.hpp"
#include "tests/bench/values.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t claims_each = 1'000;
constexpr std::size_t bulletins_a_commit = 10;   // what a link's window brings at once
constexpr std::size_t rows_a_merge = 50'000;     // as the indexer's batches
constexpr std::size_t bytes_a_claim = 38;

struct Row {
  std::string key;
  std::int64_t sequence;
  int claim;
};

class Database {
 public:
  explicit Database(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) give_up("cannot open " + path);
  }
  ~Database() { sqlite3_close(db_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) give_up(sqlite3_errmsg(db_));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) != SQLITE_OK) give_up(sqlite3_errmsg(db_));
    return statement;
  }

 private:
  sqlite3* db_{nullptr};
};

void step(sqlite3_stmt* statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) give_up("a row of the bare loop was refused");
  sqlite3_reset(statement);
}

void merge(Database& index, sqlite3_stmt* insert, std::vector<Row>& rows) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
  index.run("BEGIN");
  for (const auto& row : rows) {
    sqlite3_bind_blob(insert, 1, row.key.data(), static_cast<int>(row.key.size()), SQLITE_STATIC);
    sqlite3_bind_int64(insert, 2, row.sequence);
    sqlite3_bind_int(insert, 3, row.claim);
    step(insert);
  }
  index.run("COMMIT");
  rows.clear();
}

}  // namespace

BareLoop bare_sqlite_loop(const std::string& parent, std::size_t claims) {
  std::string folder = parent + "/tidings-bare.XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) give_up("cannot make " + folder);
  std::vector<std::string> keys;
  keys.reserve(claims);
  for (std::size_t i = 0; i < claims; ++i) {
    const auto value = value_number("bare", i);
    keys.push_back(observable::index_key(value.type, value.value));
  }
  const std::string body(claims_each * bytes_a_claim, 'b');
  BareLoop result;
  double appending = 0;
  const double begin = now_s();
  {
    Database log(folder + "/log.db");
    Database index(folder + "/index.db");
    log.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16000;"
            "CREATE TABLE bulletin(sequence INTEGER PRIMARY KEY, id BLOB UNIQUE, bytes BLOB)");
    index.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=16000; PRAGMA cache_size=-16384;"
              "CREATE TABLE posting(key BLOB, sequence INT, claim INT, facts INT, PRIMARY KEY(key, sequence, claim)) WITHOUT ROWID");
    auto* append = log.prepare("INSERT INTO bulletin(id, bytes) VALUES(?, ?)");
    auto* insert = index.prepare("INSERT INTO posting VALUES(?, ?, ?, 0)");
    std::vector<Row> rows;
    std::int64_t sequence = 0;
    for (std::size_t at = 0; at < claims;) {
      const double append_begin = now_s();
      log.run("BEGIN");
      for (std::size_t n = 0; n < bulletins_a_commit && at < claims; ++n) {
        const auto id = base::sha256(std::to_string(++sequence));
        sqlite3_bind_blob(append, 1, id.data(), 32, SQLITE_STATIC);
        sqlite3_bind_blob(append, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
        step(append);
        for (std::size_t i = 0; i < claims_each && at < claims; ++i, ++at) {
          rows.push_back({keys[at], sequence, static_cast<int>(i)});
        }
      }
      log.run("COMMIT");
      appending += now_s() - append_begin;
      if (rows.size() >= rows_a_merge) merge(index, insert, rows);
    }
    merge(index, insert, rows);
    sqlite3_finalize(append);
    sqlite3_finalize(insert);
  }
  result.claims_per_s = static_cast<double>(claims) / (now_s() - begin);
  result.appended_per_s = static_cast<double>(claims) / appending;
  std::filesystem::remove_all(folder);
  return result;
}

}  // namespace tidings::bench
