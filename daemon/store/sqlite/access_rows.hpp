#pragma once
/// The rows of who may ask over HTTPS: read and written beside the ledger's others, in its transactions.
/// Errors: Disk, Internal.
/// Lives on: the thread of the connection.
#include "daemon/store/records.hpp"
#include "daemon/store/sqlite/database.hpp"

namespace tidings::store::sqlite {

class AccessReader {
 public:
  explicit AccessReader(Database& database) : database_(database) {}
  base::Result<std::vector<AccessRecord>> all();

 private:
  Database& database_;
  Statement all_{database_,
                 "SELECT name, means, role, max_tlp, organisation, proof, added_at, expires_at, added_by"
                 " FROM access ORDER BY name"};
};

class AccessWriter {
 public:
  explicit AccessWriter(Database& database) : database_(database) {}
  base::Status write(const Batch& batch);

 private:
  Database& database_;
  Statement write_{database_,
                   "INSERT OR REPLACE INTO access (name, means, role, max_tlp, organisation, proof, added_at,"
                   " expires_at, added_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"};
  Statement drop_{database_, "DELETE FROM access WHERE name = ?1"};
};

}  // namespace tidings::store::sqlite
