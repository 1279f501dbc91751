#include "tests/bench/bare_loop.hpp"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/bench/store_bench_input.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t ledger_group = 40;  // bulletins a transaction: as many as the store groups
constexpr std::size_t batch_postings = 50'000;
constexpr std::size_t tier_rows = 262'144;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void need(int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  throw std::runtime_error(std::string("bare loop: ") + sqlite3_errmsg(database));
}

class File {
 public:
  File(const std::string& path, const std::string& schema, const char* pragmas) {
    need(sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                         nullptr),
         handle_);
    exec("PRAGMA journal_mode=WAL; PRAGMA secure_delete=OFF; PRAGMA cache_size=-16384;");
    exec(pragmas);
    std::ifstream in(std::string(TIDINGS_SOURCE_DIR) + "/daemon/store/sqlite/schema/" + schema);
    std::stringstream text;
    text << in.rdbuf();
    exec(text.str().c_str());
  }
  ~File() { sqlite3_close_v2(handle_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  void exec(const char* sql) { need(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr), handle_); }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    need(sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr), handle_);
    return statement;
  }
  void run(sqlite3_stmt* statement) {
    need(sqlite3_step(statement), handle_);
    sqlite3_reset(statement);
  }

 private:
  sqlite3* handle_{nullptr};
};

/// SQLite takes a null address for NULL, also where the size is 0.
void bind_bytes(sqlite3_stmt* statement, int at, std::string_view bytes) {
  sqlite3_bind_blob64(statement, at, bytes.data() != nullptr ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
}

struct Loop {
  File ledger, index;
  sqlite3_stmt *entry, *body, *row, *posting;
  std::vector<store::Posting> postings;
  std::vector<std::pair<const store::Posting*, std::int64_t>> sorted;
  std::vector<std::int64_t> sequences;
  std::size_t in_tier{0};

  explicit Loop(const std::string& folder)
      : ledger(folder + "/ledger.db", "ledger_1.sql", "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2048;"),
        index(folder + "/index.db", "index_1.sql", "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8192;"),
        entry(ledger.prepare("INSERT INTO entry VALUES (?1, ?2, 1, 0, 2, 1, ?3, ?4, ?5, ?6)")),
        body(ledger.prepare("INSERT INTO body VALUES (?1, ?2)")),
        row(index.prepare(
            "INSERT INTO bulletin VALUES (?1, ?2, 1, 0, 1, 2, 0, ?3, ?4, ?5, ?6, 1, 1, 1, ?7, 0, ?7, ?8)")),
        posting(index.prepare("INSERT INTO posting_0 VALUES (?1, ?2, ?3, ?4)")) {}
  ~Loop() {
    for (auto* statement : {entry, body, row, posting}) sqlite3_finalize(statement);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void append(std::int64_t sequence, const store::NewBulletin& one) {
    sqlite3_bind_int64(entry, 1, sequence);
    bind_bytes(entry, 2, one.entry.id.bytes());
    sqlite3_bind_int64(entry, 3, static_cast<std::int64_t>(one.entry.issued_at.us));
    sqlite3_bind_int64(entry, 4, static_cast<std::int64_t>(one.entry.expires_at.us));
    sqlite3_bind_int64(entry, 5, static_cast<std::int64_t>(one.entry.received_at.us));
    sqlite3_bind_int64(entry, 6, one.entry.size);
    ledger.run(entry);
    sqlite3_bind_int64(body, 1, sequence);
    bind_bytes(body, 2, one.bytes);
    ledger.run(body);
  }

  void write_row(std::int64_t sequence, const store::NewBulletin& one) {
    sqlite3_bind_int64(row, 1, sequence);
    bind_bytes(row, 2, one.row.id.bytes());
    sqlite3_bind_int64(row, 3, static_cast<std::int64_t>(one.row.issued_at.us));
    sqlite3_bind_int64(row, 4, static_cast<std::int64_t>(one.row.expires_at.us));
    sqlite3_bind_int64(row, 5, static_cast<std::int64_t>(one.row.received_at.us));
    bind_bytes(row, 6, one.row.publication.bytes());
    sqlite3_bind_int64(row, 7, one.row.claims);
    bind_bytes(row, 8, {reinterpret_cast<const char*>(one.row.sources.data()), 8 * one.row.sources.size()});
    index.run(row);
  }

  void write_postings(std::vector<store::NewBulletin>& batch, std::int64_t first) {
    sorted.clear();
    index.exec("BEGIN");
    for (std::size_t i = 0; i < batch.size(); ++i) {
      write_row(first + static_cast<std::int64_t>(i), batch[i]);
      for (const auto& one : batch[i].postings) sorted.emplace_back(&one, first + static_cast<std::int64_t>(i));
    }
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first->key < b.first->key; });
    for (const auto& [one, sequence] : sorted) {
      bind_bytes(posting, 1, one->key);
      sqlite3_bind_int64(posting, 2, sequence);
      sqlite3_bind_int64(posting, 3, one->claim);
      sqlite3_bind_int64(posting, 4, one->facts.bits);
      index.run(posting);
    }
    index.exec("COMMIT");
    in_tier += sorted.size();
    if (in_tier > tier_rows) merge();
    batch.clear();
  }

  void merge() {
    index.exec(
        "BEGIN; INSERT INTO posting_1 SELECT * FROM posting_0 ORDER BY key, sequence, claim;"
        "DELETE FROM posting_0; COMMIT");
    in_tier = 0;
  }
};

}  // namespace

BareLoop bare_loop(const std::string& folder, std::uint64_t bulletins, std::size_t claims_each) {
  std::filesystem::create_directories(folder);
  Loop loop(folder);
  std::vector<store::NewBulletin> batch;
  BareLoop took;
  for (std::uint64_t done = 0; done < bulletins;) {
    batch.clear();
    const auto first = static_cast<std::int64_t>(done + 1);
    for (std::size_t claims = 0; claims < batch_postings && done < bulletins; claims += claims_each, ++done) {
      batch.push_back(bulletin_of(done, done * claims_each, claims_each));
    }
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (i % ledger_group == 0) loop.ledger.exec("BEGIN");
      loop.append(first + static_cast<std::int64_t>(i), batch[i]);
      if (i % ledger_group == ledger_group - 1 || i + 1 == batch.size()) loop.ledger.exec("COMMIT");
    }
    took.appending_seconds += seconds_since(start);
    loop.write_postings(batch, first);
    took.seconds += seconds_since(start);
  }
  return took;
}

}  // namespace tidings::bench
