#include "daemon/store/sqlite/merger.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tidings::store::sqlite {
namespace {

/// About 50 ms: how long a write may wait behind a step.
constexpr std::int64_t step_rows = 32'768;
/// At rest a tier goes into the next one if that is at most so many times larger: a read then looks into fewer.
constexpr std::uint64_t rest_growth = 16;
/// Sweeping reads every posting, so it waits until an eighth (at rest, a thirty-second) of them is dead.
constexpr std::uint64_t sweep_share = 8;
constexpr std::uint64_t rest_sweep_share = 32;
/// When half of all is dead, sweeping goes before merging: under steady load some merge is always due.
constexpr std::uint64_t first_sweep_share = 2;

/// Above every key: keys are at most 120 bytes and begin with a type, of which 0xffff is none.
const std::string beyond_all_keys(3, '\xff');

const std::string in_range = " WHERE (key, sequence) >= (?1, ?2) AND (key, sequence) < (?3, ?4)";

}  // namespace

Merger::TierStatements::TierStatements(Database& database, std::size_t tier)
    : ahead(database, "SELECT key, sequence FROM " + tier_table(tier) +
                          " WHERE (key, sequence) >= (?1, ?2) ORDER BY key, sequence LIMIT 1 OFFSET ?3"),
      drop_range(database, "DELETE FROM " + tier_table(tier) + in_range),
      sweep_range(database, "DELETE FROM " + tier_table(tier) + in_range +
                                " AND sequence NOT IN (SELECT sequence FROM bulletin)") {}

Merger::Merger(Database& database, std::uint64_t first_tier_rows) : database_(database) {
  std::uint64_t limit = first_tier_rows;
  for (std::size_t tier = 0; tier < tier_count; ++tier, limit *= tier_growth) {
    max_rows_.at(tier) = tier + 1 < tier_count ? limit : std::numeric_limits<std::uint64_t>::max();
    tiers_.push_back(std::make_unique<TierStatements>(database, tier));
    for (std::size_t into = 0; into < tier_count; ++into) {
      moves_.push_back(std::make_unique<Statement>(
          database, "INSERT INTO " + tier_table(into) + " SELECT key, sequence, claim, facts FROM " + tier_table(tier) +
                        in_range + " ORDER BY key, sequence, claim"));
    }
  }
}

bool Merger::is_due(const TierRows& rows, std::uint64_t dead, Merging merging) {
  if (!pass_) pass_ = due_sweep(rows, dead, first_sweep_share);
  if (!pass_) pass_ = due_merge(rows, merging);
  if (!pass_) pass_ = due_sweep(rows, dead, merging == Merging::Due ? sweep_share : rest_sweep_share);
  return pass_.has_value();
}

std::optional<Merger::Pass> Merger::due_merge(const TierRows& rows, Merging merging) const {
  for (std::size_t tier = 0; tier + 1 < tier_count; ++tier) {
    if (rows.at(tier) > max_rows_.at(tier)) return Pass{tier, tier + 1, {}};
  }
  if (merging == Merging::Due) return std::nullopt;
  for (std::size_t tier = 0; tier + 1 < tier_count; ++tier) {
    if (rows.at(tier) == 0) continue;
    std::size_t next = tier + 1;
    while (next < tier_count && rows.at(next) == 0) ++next;
    if (next < tier_count && rows.at(tier) >= rows.at(next) / rest_growth) return Pass{tier, next, {}};
  }
  return std::nullopt;
}

std::optional<Merger::Pass> Merger::due_sweep(const TierRows& rows, std::uint64_t dead, std::uint64_t share) const {
  if (dead == 0) return std::nullopt;
  const auto held = std::accumulate(rows.begin(), rows.end(), std::uint64_t{0});
  if (dead < held / share) return std::nullopt;
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    if (rows.at(tier) > 0) return Pass{tier, tier, {}};
  }
  return std::nullopt;
}

base::Status Merger::step(TierRows& rows, std::uint64_t& dead) {
  auto until = border();
  if (!until) return until.error();
  auto done = pass_->from == pass_->into ? sweep(rows, dead, *until) : move(rows, *until);
  if (done) advance(rows, std::move(*until));
  return done;
}

/// Where this step ends. All that one bulletin says at one key goes together: at most 4,096 claims.
base::Result<Merger::Border> Merger::border() {
  auto rows = tiers_.at(pass_->from)->ahead.rows(std::string_view(pass_->at.key), pass_->at.sequence, step_rows);
  Border until{beyond_all_keys, 0};
  if (rows.next()) until = {std::string(rows.bytes(0)), rows.number(1)};
  if (!rows.ok()) return rows.error();
  return until;
}

base::Status Merger::move(TierRows& rows, const Border& until) {
  const auto [from, into, at] = *pass_;
  const auto run = [&](Statement& statement) {
    return statement.run(std::string_view(at.key), at.sequence, std::string_view(until.key), until.sequence);
  };
  if (auto done = run(*moves_.at(from * tier_count + into)); !done) return done;
  const auto moved = static_cast<std::uint64_t>(database_.changes());
  if (auto done = run(tiers_.at(from)->drop_range); !done) return done;
  rows.at(from) -= moved;
  rows.at(into) += moved;
  return {};
}

base::Status Merger::sweep(TierRows& rows, std::uint64_t& dead, const Border& until) {
  const auto& at = pass_->at;
  auto& statement = tiers_.at(pass_->from)->sweep_range;
  auto done = statement.run(std::string_view(at.key), at.sequence, std::string_view(until.key), until.sequence);
  if (!done) return done;
  const auto swept = static_cast<std::uint64_t>(database_.changes());
  rows.at(pass_->from) -= swept;
  dead -= std::min(dead, swept);
  return {};
}

void Merger::advance(const TierRows& rows, Border until) {
  const bool ended = until.key == beyond_all_keys;
  pass_->at = std::move(until);
  if (!ended) return;
  if (pass_->from != pass_->into) {
    pass_.reset();
    return;
  }
  std::size_t next = pass_->from + 1;
  while (next < tier_count && rows.at(next) == 0) ++next;
  if (next == tier_count) {
    pass_.reset();
  } else {
    pass_ = Pass{next, next, {}};
  }
}

}  // namespace tidings::store::sqlite
