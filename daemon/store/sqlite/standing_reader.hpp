#pragma once
/// Rows of bulletins and how they stand, with a bounded memory of those read last: a batch of look-ups meets the same
/// bulletins again and again.
/// Lives on: the thread of its connection, inside a read transaction.
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "daemon/store/index.hpp"
#include "daemon/store/sqlite/database.hpp"
#include "daemon/store/sqlite/organisations.hpp"

namespace tidings::store::sqlite {

class StandingReader {
 public:
  explicit StandingReader(Database& database);
  /// Call at the start of each read: what is remembered holds as long as `version` does.
  void hold(std::uint64_t version);
  base::Result<std::optional<Standing>> standing(Sequence sequence);
  base::Result<bool> exists(Sequence sequence);
  base::Result<Standing> judge(const BulletinRow& row);

 private:
  base::Result<std::optional<BulletinRow>> row(Sequence sequence);
  base::Status read_withdrawals(std::int64_t origin, Standing& into);
  base::Status read_revisions(std::int64_t origin, Standing& into);
  const Standing* remembered(Sequence sequence);
  void remember(const Standing& standing);

  using Memory = std::unordered_map<std::uint64_t, Standing>;
  Organisations organisations_;
  Statement row_, exists_, withdrawals_, newer_revision_;
  std::uint64_t version_{0};
  Memory recent_, former_;  ///< when recent_ is full it becomes former_: what is not asked for goes
};

}  // namespace tidings::store::sqlite
