#include "daemon/store/sqlite/posting_reader.hpp"

#include <algorithm>
#include <tuple>

namespace tidings::store::sqlite {

bool comes_before(const Hit& a, const Hit& b) {
  return std::tie(a.key, a.sequence, a.claim) < std::tie(b.key, b.sequence, b.claim);
}

namespace {

/// Of one key that is known.
base::Status read_claims(Rows rows, std::vector<Hit>& into) {
  while (rows.next()) into.push_back({{}, {rows.number(0)}, rows.small(1), {rows.small(2)}});
  if (!rows.ok()) return rows.error();
  return {};
}

base::Status read_hits(Rows rows, std::vector<Hit>& into) {
  while (rows.next()) into.push_back({std::string(rows.bytes(0)), {rows.number(1)}, rows.small(2), {rows.small(3)}});
  if (!rows.ok()) return rows.error();
  return {};
}

void keep_newest(std::vector<Hit>& hits, std::size_t limit) {
  if (hits.size() > limit) hits.erase(hits.begin(), hits.end() - static_cast<std::ptrdiff_t>(limit));
}

}  // namespace

PostingReader::TierStatements::TierStatements(Database& database, std::size_t tier)
    : exact(database, "SELECT sequence, claim, facts FROM " + tier_table(tier) +
                          " WHERE key = ?1 ORDER BY sequence DESC, claim DESC LIMIT ?2"),
      earlier(database, "SELECT sequence, claim, facts FROM " + tier_table(tier) +
                            " WHERE key = ?1 AND (sequence, claim) < (?2, ?3)"
                            " ORDER BY sequence DESC, claim DESC LIMIT ?4"),
      range(database, "SELECT key, sequence, claim, facts FROM " + tier_table(tier) +
                          " WHERE key >= ?1 AND key < ?2 ORDER BY key, sequence, claim LIMIT ?3"),
      range_after(database, "SELECT key, sequence, claim, facts FROM " + tier_table(tier) +
                                " WHERE (key, sequence, claim) > (?1, ?4, ?5) AND key < ?2"
                                " ORDER BY key, sequence, claim LIMIT ?3"),
      count(database,
            "SELECT count(*) FROM (SELECT 1 FROM " + tier_table(tier) + " WHERE key >= ?1 AND key < ?2 LIMIT ?3)"),
      newest(database, "SELECT key, sequence, claim, facts FROM " + tier_table(tier) +
                           " WHERE key >= ?1 AND key < ?2 AND (sequence < ?3 OR (sequence = ?3 AND claim >= ?4))"
                           " ORDER BY sequence DESC, claim LIMIT ?5"),
      listed(database, "SELECT sequence, claim FROM " + tier_table(tier) +
                           " WHERE key = ?1 AND sequence <= ?2 ORDER BY sequence DESC LIMIT ?3"),
      next_key(database, "SELECT key FROM " + tier_table(tier) + " WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT 1") {
}

PostingReader::PostingReader(Database& database) {
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    tiers_.push_back(std::make_unique<TierStatements>(database, tier));
  }
}

base::Result<std::vector<std::vector<Hit>>> PostingReader::exact(std::span<const std::string> keys,
                                                                 const TierRows& tier_rows) {
  std::vector<std::vector<Hit>> hits(keys.size());
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    if (tier_rows.at(tier) == 0) continue;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::size_t former = hits[i].size();
      const auto done = read_claims(tiers_.at(tier)->exact.rows(std::string_view(keys[i]), max_hits_a_key), hits[i]);
      if (!done) return done.error();
      if (former == hits[i].size()) continue;
      if (former == 0) {
        std::reverse(hits[i].begin(), hits[i].end());
        continue;
      }
      std::sort(hits[i].begin(), hits[i].end(), comes_before);
      keep_newest(hits[i], max_hits_a_key);
    }
  }
  return hits;
}

base::Result<std::vector<Hit>> PostingReader::earlier(std::string_view key, const Hit& before, std::size_t limit,
                                                      const TierRows& rows) {
  std::vector<Hit> hits;
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    if (rows.at(tier) == 0) continue;
    const auto done = read_claims(tiers_.at(tier)->earlier.rows(key, before.sequence.value, before.claim, limit), hits);
    if (!done) return done.error();
  }
  std::sort(hits.begin(), hits.end(), comes_before);
  keep_newest(hits, limit);
  return hits;
}

base::Result<std::vector<Hit>> PostingReader::range(std::string_view from, std::string_view to, std::size_t limit,
                                                    const std::optional<Hit>& after, const TierRows& rows) {
  std::vector<Hit> hits;
  // Every key below `from` is behind us already; one that `after` names may still have claims to come.
  const bool goes_on = after && after->key >= from;
  std::size_t read = 0;
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    if (rows.at(tier) == 0) continue;
    const auto done = read_range(tier, from, to, limit, goes_on ? after : std::nullopt, hits);
    if (!done) return done.error();
    ++read;
  }
  if (read > 1) std::sort(hits.begin(), hits.end(), comes_before);
  if (hits.size() > limit) hits.resize(limit);
  return hits;
}

base::Result<std::size_t> PostingReader::count(std::string_view from, std::string_view to, std::size_t most,
                                               const TierRows& tier_rows) {
  std::size_t counted = 0;
  for (std::size_t tier = 0; tier < tier_count && counted < most; ++tier) {
    if (tier_rows.at(tier) == 0) continue;
    auto rows = tiers_.at(tier)->count.rows(from, to, most - counted);
    if (!rows.next()) return rows.error();
    counted += rows.number(0);
  }
  return counted;
}

base::Result<std::vector<Hit>> PostingReader::newest(std::string_view from, std::string_view to, const Listed& at,
                                                     std::size_t limit, const TierRows& tier_rows) {
  std::vector<Hit> hits;
  std::size_t read = 0;
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    if (tier_rows.at(tier) == 0) continue;
    if (auto done = read_hits(tiers_.at(tier)->newest.rows(from, to, at.sequence.value, at.claim, limit), hits);
        !done) {
      return done.error();
    }
    ++read;
  }
  if (read > 1) std::sort(hits.begin(), hits.end(), is_newer);
  if (hits.size() > limit) hits.resize(limit);
  return hits;
}

base::Status PostingReader::read_range(std::size_t tier, std::string_view from, std::string_view to, std::size_t limit,
                                       const std::optional<Hit>& after, std::vector<Hit>& into) {
  auto& statements = *tiers_.at(tier);
  if (after) {
    return read_hits(
        statements.range_after.rows(std::string_view(after->key), to, limit, after->sequence.value, after->claim),
        into);
  }
  return read_hits(statements.range.rows(from, to, limit), into);
}

base::Result<std::vector<Listed>> PostingReader::listed(std::string_view key, Sequence from, std::size_t limit,
                                                        const TierRows& tier_rows) {
  std::vector<Listed> found;
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    if (tier_rows.at(tier) == 0) continue;
    auto rows = tiers_.at(tier)->listed.rows(key, from.value, limit);
    while (rows.next()) found.push_back({{rows.number(0)}, rows.small(1)});
    if (!rows.ok()) return rows.error();
  }
  std::sort(found.begin(), found.end(), [](const Listed& a, const Listed& b) { return a.sequence > b.sequence; });
  if (found.size() > limit) found.resize(limit);
  return found;
}

base::Result<std::optional<std::string>> PostingReader::next_key(std::string_view from, std::string_view to,
                                                                 const TierRows& tier_rows) {
  std::optional<std::string> first;
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    if (tier_rows.at(tier) == 0) continue;
    auto rows = tiers_.at(tier)->next_key.rows(from, to);
    if (rows.next() && (!first || rows.bytes(0) < *first)) first = rows.bytes(0);
    if (!rows.ok()) return rows.error();
  }
  return first;
}

}  // namespace tidings::store::sqlite
