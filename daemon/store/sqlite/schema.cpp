#include "daemon/store/sqlite/schema.hpp"

#include <schema_texts.hpp>

#include <array>
#include <system_error>

#include "base/digest.hpp"

namespace tidings::store::sqlite {
namespace {

/// Step i takes a file from version i to i + 1. Steps that were released are never edited: add one.
constexpr std::array ledger_steps{schema::ledger_1, schema::ledger_2, schema::ledger_3,
                                  schema::ledger_4, schema::ledger_5, schema::ledger_6};
constexpr std::int64_t index_version = 6;

base::Status run_step(Database& database, std::string_view sql, std::int64_t to_version) {
  Transaction transaction(database);
  if (auto begun = transaction.begin(); !begun) return begun;
  if (auto done = database.exec(std::string(sql)); !done) return done;
  if (auto done = database.exec("PRAGMA user_version=" + std::to_string(to_version)); !done) return done;
  return transaction.commit();
}

base::Status ensure_ledger_row(Database& ledger) {
  Statement insert(ledger, "INSERT OR IGNORE INTO ledger (only, id, last) VALUES (1, ?1, 0)");
  return insert.run(fresh_ledger_id().bytes());
}

/// Whether an index is there that can be used as it is.
base::Result<bool> is_usable(Database& index, const LedgerId& id) {
  const auto version = index.integer("PRAGMA user_version");
  if (!version) return version.error();
  if (*version != index_version) return false;
  Statement select(index, "SELECT ledger FROM state");
  auto rows = select.rows();
  if (rows.next()) return rows.bytes(0) == id.bytes();
  if (!rows.ok()) return rows.error();
  return false;
}

base::Status make_index(const std::filesystem::path& file, const LedgerId& id) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored;  // what is not there need not go; what cannot go makes the open below fail
    std::filesystem::remove(file.string() + suffix, ignored);
  }
  auto index = Database::open(file, {.durability = Durability::Normal, .writes = true});
  if (!index) return index.error();
  if (auto done = run_step(**index, schema::index_1, index_version); !done) return done;
  Statement insert(**index, "INSERT INTO state (only, ledger) VALUES (1, ?1)");
  return insert.run(id.bytes());
}

}  // namespace

LedgerId fresh_ledger_id() { return *LedgerId::from_bytes(base::random_bytes(LedgerId::size)); }

base::Status prepare_ledger(Database& ledger) {
  const auto version = ledger.integer("PRAGMA user_version");
  if (!version) return version.error();
  const auto newest = static_cast<std::int64_t>(ledger_steps.size());
  if (*version > newest) {
    return base::fail(base::ErrorCode::Unsupported, "the ledger has schema version " + std::to_string(*version) +
                                                        ", written by a later program; this one knows " +
                                                        std::to_string(newest));
  }
  for (std::int64_t at = *version; at < newest; ++at) {
    if (auto done = run_step(ledger, ledger_steps.at(static_cast<std::size_t>(at)), at + 1); !done) return done;
  }
  return ensure_ledger_row(ledger);
}

base::Result<LedgerId> read_ledger_id(Database& ledger) {
  Statement select(ledger, "SELECT id FROM ledger");
  auto rows = select.rows();
  if (!rows.next()) return rows.ok() ? base::fail(base::ErrorCode::Internal, "the ledger has no id") : rows.error();
  const auto id = LedgerId::from_bytes(rows.bytes(0));
  if (!id) return base::fail(base::ErrorCode::Disk, "the ledger's id is damaged");
  return *id;
}

base::Status prepare_index(const std::filesystem::path& file, const LedgerId& id) {
  {
    auto index = Database::open(file, {.durability = Durability::Normal, .writes = true});
    if (index) {
      const auto usable = is_usable(**index, id);
      if (usable && *usable) return {};
    }
  }
  return make_index(file, id);
}

}  // namespace tidings::store::sqlite
