#pragma once
/// The rows of publications that are held: read and written beside the ledger's others, in its transactions.
/// Errors: Disk, Internal.
/// Lives on: the thread of the connection.
#include "daemon/store/records.hpp"
#include "daemon/store/sqlite/database.hpp"

namespace tidings::store::sqlite {

class HeldReader {
 public:
  explicit HeldReader(Database& database) : database_(database) {}
  base::Result<std::vector<HeldRecord>> all();
  base::Result<std::optional<std::string>> draft(const HeldId& id);

 private:
  Database& database_;
  Statement all_{database_,
                 "SELECT id, held_by, held_at, release_at, ends_at, needs_review, approved_by, kind, tlp, claims, size,"
                 " title, trouble FROM held ORDER BY held_at, id"};
  Statement draft_{database_, "SELECT draft FROM held_draft WHERE id = ?1"};
};

class HeldWriter {
 public:
  explicit HeldWriter(Database& database) : database_(database) {}
  base::Status write(const Batch& batch);

 private:
  base::Status add(const NewHeld& one);
  base::Status end(const HeldId& id);

  Database& database_;
  Statement add_{database_,
                 "INSERT OR REPLACE INTO held (id, held_by, held_at, release_at, ends_at, needs_review, approved_by,"
                 " kind, tlp, claims, size, title, trouble)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"};
  Statement add_draft_{database_, "INSERT OR REPLACE INTO held_draft (id, draft) VALUES (?1, ?2)"};
  Statement change_{database_,
                    "UPDATE held SET release_at = ?2, ends_at = ?3, approved_by = ?4, trouble = ?5 WHERE id = ?1"};
  Statement end_{database_, "DELETE FROM held WHERE id = ?1"};
  Statement end_draft_{database_, "DELETE FROM held_draft WHERE id = ?1"};
};

}  // namespace tidings::store::sqlite
