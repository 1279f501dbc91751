#pragma once
/// Moves postings from a tier into a larger one, and sweeps postings of forgotten bulletins, in bounded steps in key
/// order. Where a pass stands is kept in memory only: after a restart it begins again, which costs time but no truth.
/// Lives on: the indexer thread; step() inside the index writer's transaction.
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "daemon/store/index.hpp"
#include "daemon/store/sqlite/database.hpp"
#include "daemon/store/sqlite/tiers.hpp"

namespace tidings::store::sqlite {

class Merger {
 public:
  Merger(Database& database, std::uint64_t first_tier_rows);
  /// Whether a step would do something.
  bool is_due(const TierRows& rows, std::uint64_t dead, Merging merging);
  /// One step; changes `rows` and `dead` as the tables changed. Only after is_due().
  base::Status step(TierRows& rows, std::uint64_t& dead);
  void abandon() { pass_.reset(); }  ///< after a rollback, or when everything was dropped

 private:
  /// Between postings: a list may have more of one key than a step may move.
  struct Border {
    std::string key;
    std::uint64_t sequence{0};
  };
  struct Pass {
    std::size_t from{0};
    std::size_t into{0};  ///< the same as `from`: a sweep
    Border at;            ///< what is below is done
  };
  struct TierStatements {
    TierStatements(Database& database, std::size_t tier);
    Statement ahead, drop_range, sweep_range;
  };
  std::optional<Pass> due_merge(const TierRows& rows, Merging merging) const;
  std::optional<Pass> due_sweep(const TierRows& rows, std::uint64_t dead, std::uint64_t share) const;
  base::Result<Border> border();
  base::Status move(TierRows& rows, const Border& until);
  base::Status sweep(TierRows& rows, std::uint64_t& dead, const Border& until);
  void advance(const TierRows& rows, Border until);

  Database& database_;
  TierRows max_rows_{};
  std::optional<Pass> pass_;
  std::vector<std::unique_ptr<TierStatements>> tiers_;
  std::vector<std::unique_ptr<Statement>> moves_;  ///< from * tier_count + into
};

}  // namespace tidings::store::sqlite
