#pragma once
/// Organisations by number within one database file: rows hold a small number in place of 32 bytes.
/// Number 0 is the zero OrgId. Numbers are never reused, so what was read once stays true; a writer that rolled back
/// must forget().
/// Lives on: the thread of its connection.
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "base/result.hpp"
#include "daemon/store/records.hpp"
#include "daemon/store/sqlite/database.hpp"

namespace tidings::store::sqlite {

class Organisations {
 public:
  explicit Organisations(Database& database);
  base::Result<std::int64_t> number_of(const OrgId& id);  ///< gives it a number if it has none
  base::Result<std::optional<std::int64_t>> find(const OrgId& id);
  base::Result<OrgId> id_of(std::int64_t number);
  void forget();

 private:
  void remember(const OrgId& id, std::int64_t number);
  Statement insert_, by_id_, by_number_;
  std::unordered_map<OrgId, std::int64_t, base::IdHash> numbers_;
  std::unordered_map<std::int64_t, OrgId> ids_;
};

}  // namespace tidings::store::sqlite
