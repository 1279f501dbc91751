#include "daemon/store/sqlite/index_writer.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "daemon/store/sqlite/encoding.hpp"
#include "daemon/store/sqlite/merger.hpp"
#include "daemon/store/sqlite/organisations.hpp"

namespace tidings::store::sqlite {
namespace {

/// 32 MB of WAL: pages that several batches touch are moved into the file once. Nobody waits for it but the indexer.
constexpr std::uint32_t checkpoint_pages = 8'192;
constexpr std::uint64_t us_per_hour = 3'600'000'000;

struct State {
  std::uint64_t cursor{0}, dead{0}, standing_version{0};
  TierRows rows{};
};

/// What comes or goes, for each TLP.
struct Change {
  std::int64_t bulletins{0}, claims{0};
  void add(std::int64_t more_bulletins, std::int64_t more_claims) {
    bulletins += more_bulletins;
    claims += more_claims;
  }
};
using Totals = std::map<int, Change>;

/// A posting to be sorted: the first 8 bytes of its key tell most keys apart without following a pointer.
struct Sortable {
  std::uint64_t prefix{0};
  const Posting* posting{nullptr};
  std::uint64_t sequence{0};
};

bool comes_before(const Sortable& a, const Sortable& b) {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  if (const int order = a.posting->key.compare(b.posting->key); order != 0) return order < 0;
  return std::pair(a.sequence, a.posting->claim) < std::pair(b.sequence, b.posting->claim);
}

std::uint64_t prefix_of(std::string_view key) {
  const std::size_t width = std::min<std::size_t>(key.size(), 8);
  return width == 0 ? 0 : base::read_be(key, 0, width) << (8 * (8 - width));
}

class SqliteIndexWriter final : public IndexWriter {
 public:
  SqliteIndexWriter(std::unique_ptr<Database> database, std::uint64_t first_tier_rows)
      : database_(std::move(database)), merger_(*database_, first_tier_rows) {}

  base::Result<Sequence> indexed_to() override;
  base::Status write(std::span<const NewBulletin* const> bulletins, Sequence to) override;
  base::Result<bool> merge_step(Merging merging) override;
  base::Result<std::size_t> forget(Instant expired_before, std::size_t limit) override;
  base::Status clear() override;

 private:
  template <class Work>
  base::Status in_transaction(Work work);
  base::Status read_state();
  base::Status write_state();
  base::Status write_all(std::span<const NewBulletin* const> bulletins);
  base::Status write_row(const NewBulletin& bulletin);
  base::Status write_references(const NewBulletin& bulletin, std::int64_t origin);
  base::Status write_postings(std::span<const NewBulletin* const> bulletins);
  base::Status write_hours(std::span<const NewBulletin* const> bulletins);
  base::Status add_totals(const Totals& more);
  base::Status drop(std::int64_t sequence);

  std::unique_ptr<Database> database_;
  Organisations organisations_{*database_};
  Merger merger_;
  std::optional<State> state_;  ///< unknown at first and after a rollback

  Statement select_state_{*database_, "SELECT cursor, dead, standing_version, " + tier_rows_columns + " FROM state"};
  Statement update_state_{*database_,
                          "UPDATE state SET cursor = ?1, dead = ?2, standing_version = ?3,"
                          " rows_0 = ?4, rows_1 = ?5, rows_2 = ?6, rows_3 = ?7"};
  Statement insert_row_{
      *database_,
      "INSERT INTO bulletin (sequence, id, origin, giver, kind, tlp, local, issued_at, expires_at,"
      " received_at, publication, revision, part, parts, claims, not_indexed, postings, sources) VALUES"
      " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"};
  Statement insert_reference_{
      *database_, "INSERT INTO reference (target, sequence, origin, kind, claims) VALUES (?1, ?2, ?3, ?4, ?5)"};
  Statement insert_posting_{*database_, "INSERT INTO posting_0 (key, sequence, claim, facts) VALUES (?1, ?2, ?3, ?4)"};
  Statement insert_hour_{*database_,
                         "INSERT INTO received (hour, first, last) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT (hour) DO UPDATE SET last = max(last, excluded.last)"};
  Statement add_total_{*database_,
                       "INSERT INTO total (tlp, bulletins, claims) VALUES (?1, ?2, ?3) ON CONFLICT (tlp) DO UPDATE"
                       " SET bulletins = bulletins + excluded.bulletins, claims = claims + excluded.claims"};
  Statement expired_{*database_,
                     "SELECT sequence, claims, postings, tlp FROM bulletin WHERE expires_at < ?1"
                     " ORDER BY expires_at LIMIT ?2"};
  Statement drop_row_{*database_, "DELETE FROM bulletin WHERE sequence = ?1"};
  Statement drop_references_{*database_, "DELETE FROM reference WHERE sequence = ?1"};
};

/// Runs `work` between the state read and the state written, all or nothing.
template <class Work>
base::Status SqliteIndexWriter::in_transaction(Work work) {
  const auto attempt = [&]() -> base::Status {
    Transaction transaction(*database_);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto read = read_state(); !read) return read;
    if (auto done = work(); !done) return done;
    if (auto written = write_state(); !written) return written;
    return transaction.commit();
  };
  auto done = attempt();
  if (!done) {
    state_.reset();
    organisations_.forget();
    merger_.abandon();
    return done;
  }
  database_->checkpoint(checkpoint_pages);
  return done;
}

base::Status SqliteIndexWriter::read_state() {
  if (state_) return {};
  auto rows = select_state_.rows();
  if (!rows.next()) return rows.error();
  State read{rows.number(0), rows.number(1), rows.number(2), {}};
  for (std::size_t tier = 0; tier < tier_count; ++tier) read.rows.at(tier) = rows.number(3 + static_cast<int>(tier));
  state_ = read;
  return {};
}

base::Status SqliteIndexWriter::write_state() {
  const auto& s = *state_;
  return update_state_.run(s.cursor, s.dead, s.standing_version, s.rows[0], s.rows[1], s.rows[2], s.rows[3]);
}

base::Result<Sequence> SqliteIndexWriter::indexed_to() {
  if (auto read = read_state(); !read) return read.error();
  return Sequence{state_->cursor};
}

base::Status SqliteIndexWriter::write(std::span<const NewBulletin* const> bulletins, Sequence to) {
  return in_transaction([&]() -> base::Status {
    while (!bulletins.empty() && bulletins.front()->row.sequence.value <= state_->cursor) {
      bulletins = bulletins.subspan(1);
    }
    if (auto done = write_all(bulletins); !done) return done;
    state_->cursor = std::max(state_->cursor, to.value);
    return {};
  });
}

base::Status SqliteIndexWriter::write_all(std::span<const NewBulletin* const> bulletins) {
  for (const auto* bulletin : bulletins) {
    if (auto done = write_row(*bulletin); !done) return done;
  }
  Totals more;
  for (const auto* bulletin : bulletins) more[static_cast<int>(bulletin->row.tlp)].add(1, bulletin->row.claims);
  if (auto done = add_totals(more); !done) return done;
  if (auto done = write_hours(bulletins); !done) return done;
  return write_postings(bulletins);
}

base::Status SqliteIndexWriter::write_row(const NewBulletin& bulletin) {
  const auto& row = bulletin.row;
  const auto origin = organisations_.number_of(row.origin);
  if (!origin) return origin.error();
  const auto giver = organisations_.number_of(row.giver);
  if (!giver) return giver.error();
  auto done =
      insert_row_.run(row.sequence.value, row.id.bytes(), *origin, *giver, static_cast<int>(row.kind),
                      static_cast<int>(row.tlp), row.local, row.issued_at, row.expires_at, row.received_at,
                      row.publication.bytes(), row.revision, row.part, row.parts, row.claims, row.not_indexed,
                      static_cast<std::uint64_t>(bulletin.postings.size()), std::string_view(pack_marks(row.sources)));
  if (!done) return done;
  // What withdraws or replaces changes how rows stand that readers may remember.
  if (row.kind == v1::KIND_WITHDRAWAL || row.revision > 1) ++state_->standing_version;
  return write_references(bulletin, *origin);
}

base::Status SqliteIndexWriter::write_references(const NewBulletin& bulletin, std::int64_t origin) {
  for (const auto& target : bulletin.targets) {
    const std::string claims = pack_claims(target);
    auto done = insert_reference_.run(std::string_view(target.bulletin_id()), bulletin.row.sequence.value, origin,
                                      static_cast<int>(bulletin.row.kind), std::string_view(claims));
    if (!done) return done;
  }
  return {};
}

base::Status SqliteIndexWriter::write_hours(std::span<const NewBulletin* const> bulletins) {
  std::map<std::uint64_t, SequenceRange> hours;
  for (const auto* bulletin : bulletins) {
    const auto& row = bulletin->row;
    const auto [hour, is_new] = hours.try_emplace(row.received_at.us / us_per_hour, row.sequence, row.sequence);
    if (!is_new) hour->second.last = row.sequence;
  }
  for (const auto& [hour, range] : hours) {
    if (auto done = insert_hour_.run(hour, range.first.value, range.last.value); !done) return done;
  }
  return {};
}

base::Status SqliteIndexWriter::write_postings(std::span<const NewBulletin* const> bulletins) {
  std::size_t count = 0;
  for (const auto* bulletin : bulletins) count += bulletin->postings.size();
  std::vector<Sortable> sorted;
  sorted.reserve(count);
  for (const auto* bulletin : bulletins) {
    for (const auto& posting : bulletin->postings) {
      sorted.push_back({prefix_of(posting.key), &posting, bulletin->row.sequence.value});
    }
  }
  std::sort(sorted.begin(), sorted.end(), comes_before);
  // The same claim given twice must not fail a batch, and with it everybody's.
  const auto same = [](const Sortable& a, const Sortable& b) { return !comes_before(a, b); };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  for (const auto& one : sorted) {
    auto done = insert_posting_.run(std::string_view(one.posting->key), one.sequence, one.posting->claim,
                                    one.posting->facts.bits);
    if (!done) return done;
  }
  state_->rows[0] += sorted.size();
  return {};
}

base::Result<bool> SqliteIndexWriter::merge_step(Merging merging) {
  if (auto read = read_state(); !read) return read.error();
  if (!merger_.is_due(state_->rows, state_->dead, merging)) {
    // Readers map the file, not the WAL: at rest all of it should be in the file.
    if (merging == Merging::AtRest) database_->checkpoint(1);
    return false;
  }
  auto done = in_transaction([&] { return merger_.step(state_->rows, state_->dead); });
  if (!done) return done.error();
  return merger_.is_due(state_->rows, state_->dead, merging);
}

base::Result<std::size_t> SqliteIndexWriter::forget(Instant expired_before, std::size_t limit) {
  struct Expired {
    std::int64_t sequence;
    std::int64_t claims;
    std::uint64_t postings;
    int tlp;
  };
  std::vector<Expired> expired;
  {
    auto rows = expired_.rows(expired_before, limit);
    while (rows.next())
      expired.push_back({rows.integer(0), rows.integer(1), rows.number(2), static_cast<int>(rows.integer(3))});
    if (!rows.ok()) return rows.error();
  }
  if (expired.empty()) return std::size_t{0};
  auto done = in_transaction([&]() -> base::Status {
    Totals fewer;
    for (const auto& one : expired) {
      if (auto dropped = drop(one.sequence); !dropped) return dropped;
      fewer[one.tlp].add(-1, -one.claims);
      state_->dead += one.postings;
    }
    ++state_->standing_version;
    return add_totals(fewer);
  });
  if (!done) return done.error();
  return expired.size();
}

base::Status SqliteIndexWriter::add_totals(const Totals& more) {
  for (const auto& [tlp, change] : more) {
    if (auto done = add_total_.run(tlp, change.bulletins, change.claims); !done) return done;
  }
  return {};
}

base::Status SqliteIndexWriter::drop(std::int64_t sequence) {
  if (auto done = drop_references_.run(sequence); !done) return done;
  return drop_row_.run(sequence);
}

base::Status SqliteIndexWriter::clear() {
  merger_.abandon();
  return in_transaction([&]() -> base::Status {
    for (const std::string table : {"bulletin", "total", "received", "reference"}) {
      if (auto done = database_->exec("DELETE FROM " + table); !done) return done;
    }
    for (std::size_t tier = 0; tier < tier_count; ++tier) {
      if (auto done = database_->exec("DELETE FROM " + tier_table(tier)); !done) return done;
    }
    const auto version = state_->standing_version + 1;
    state_ = State{.standing_version = version};
    return {};
  });
}

}  // namespace

base::Result<std::unique_ptr<IndexWriter>> open_index_writer(const std::filesystem::path& file, std::size_t cache_bytes,
                                                             std::uint64_t first_tier_rows) {
  auto database = Database::open(file, {.cache_bytes = cache_bytes, .durability = Durability::Normal, .writes = true});
  if (!database) return database.error();
  return std::make_unique<SqliteIndexWriter>(std::move(*database), first_tier_rows);
}

}  // namespace tidings::store::sqlite
