#pragma once
/// Reads postings across the tiers. What it finds may belong to bulletins that were forgotten: the caller sorts out.
/// Lives on: the thread of its connection, inside a read transaction.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemon/store/index.hpp"
#include "daemon/store/sqlite/database.hpp"
#include "daemon/store/sqlite/tiers.hpp"

namespace tidings::store::sqlite {

class PostingReader {
 public:
  explicit PostingReader(Database& database);
  /// The newest max_hits_a_key of each key.
  base::Result<std::vector<std::vector<Hit>>> exact(std::span<const std::string> keys, const TierRows& rows);
  /// The newest `limit` of a key that come before `before`.
  base::Result<std::vector<Hit>> earlier(std::string_view key, const Hit& before, std::size_t limit,
                                         const TierRows& rows);
  base::Result<std::vector<Hit>> range(std::string_view from, std::string_view to, std::size_t limit,
                                       const std::optional<Hit>& after, const TierRows& rows);
  base::Result<std::size_t> count(std::string_view from, std::string_view to, std::size_t most, const TierRows& rows);
  base::Result<std::vector<Hit>> newest(std::string_view from, std::string_view to, const Listed& at, std::size_t limit,
                                        const TierRows& rows);
  /// Newest first.
  base::Result<std::vector<Listed>> listed(std::string_view key, Sequence from, std::size_t limit,
                                           const TierRows& rows);
  /// The first key at or above `from` and below `to` in any tier.
  base::Result<std::optional<std::string>> next_key(std::string_view from, std::string_view to, const TierRows& rows);

 private:
  struct TierStatements {
    TierStatements(Database& database, std::size_t tier);
    Statement exact, earlier, range, range_after, count, newest, listed, next_key;
  };
  base::Status read_range(std::size_t tier, std::string_view from, std::string_view to, std::size_t limit,
                          const std::optional<Hit>& after, std::vector<Hit>& into);
  std::vector<std::unique_ptr<TierStatements>> tiers_;
};

/// By key, sequence and claim: the order of every answer, but for what is asked newest first.
bool comes_before(const Hit& a, const Hit& b);

}  // namespace tidings::store::sqlite
