#include "daemon/store/sqlite/index_reader.hpp"

#include <algorithm>
#include <utility>

#include "daemon/store/lists.hpp"
#include "daemon/store/sqlite/posting_reader.hpp"
#include "daemon/store/sqlite/standing_reader.hpp"

namespace tidings::store::sqlite {
namespace {

constexpr std::uint64_t us_per_hour = 3'600'000'000;

struct Snapshot {
  Sequence cursor;
  std::uint64_t dead{0};
  TierRows rows{};
};

class SqliteIndexReader final : public IndexReader {
 public:
  explicit SqliteIndexReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  base::Status begin() override;
  void end() override;
  void rest() override { database_->rest(); }
  base::Result<Sequence> indexed_to() override;
  base::Result<Reach> reach() override;
  base::Result<std::vector<std::vector<Hit>>> exact(std::span<const std::string> keys) override;
  base::Result<std::vector<Hit>> range(std::string_view from, std::string_view to, std::size_t limit,
                                       const std::optional<Hit>& after) override;
  base::Result<std::size_t> count(std::string_view from, std::string_view to, std::size_t most) override;
  base::Result<std::vector<Hit>> newest(std::string_view from, std::string_view to, const Listed& at,
                                        std::size_t limit) override;
  base::Result<std::vector<Listed>> listed(std::string_view key, Sequence from, std::size_t limit) override;
  base::Result<std::vector<std::string>> keys(std::string_view from, std::string_view to, std::size_t limit) override;
  base::Result<SequenceRange> received(Instant since, Instant until) override;
  base::Result<std::vector<Sequence>> of_publication(const PublicationId& publication) override;
  base::Result<std::vector<PublicationId>> publications(const PublicationId& low, const PublicationId& high,
                                                        std::size_t limit) override;
  base::Result<std::vector<std::optional<Standing>>> standing(std::span<const Sequence> sequences) override;
  base::Result<Standing> judge(const BulletinRow& row) override;
  base::Result<std::vector<Sequence>> referring_to(const BulletinId& target, std::size_t limit) override;
  base::Result<Totals> totals(v1::Tlp up_to) override;

 private:
  /// One state for one call, unless the caller holds one already.
  class Hold {
   public:
    explicit Hold(SqliteIndexReader& reader) : reader_(reader), mine_(!reader.snapshot_) {
      if (mine_) begun_ = reader_.begin();
    }
    ~Hold() {
      if (mine_) reader_.end();
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    const base::Status& begun() const { return begun_; }

   private:
    SqliteIndexReader& reader_;
    bool mine_;
    base::Status begun_;
  };

  base::Result<bool> drop_forgotten(std::vector<Hit>& hits);
  base::Status leave_living(const std::string& key, std::vector<Hit>& hits);
  base::Result<std::vector<Sequence>> sequences(Rows rows);

  std::unique_ptr<Database> database_;
  PostingReader postings_{*database_};
  StandingReader standing_{*database_};
  std::optional<Snapshot> snapshot_;

  Statement begin_{*database_, "BEGIN"};
  Statement end_{*database_, "COMMIT"};
  Statement state_{*database_, "SELECT cursor, dead, standing_version, " + tier_rows_columns + " FROM state"};
  Statement totals_{*database_, "SELECT sum(bulletins), sum(claims) FROM total WHERE tlp <= ?1"};
  Statement received_{*database_, "SELECT min(first), max(last) FROM received WHERE hour BETWEEN ?1 AND ?2"};
  Statement all_{*database_, "SELECT sequence FROM bulletin WHERE sequence <= ?1 ORDER BY sequence DESC LIMIT ?2"};
  Statement of_publication_{*database_, "SELECT sequence FROM bulletin WHERE publication = ?1 ORDER BY sequence"};
  Statement publications_{*database_,
                          "SELECT DISTINCT publication FROM bulletin WHERE publication BETWEEN ?1 AND ?2"
                          " ORDER BY publication LIMIT ?3"};
  Statement referring_{*database_,
                       "SELECT DISTINCT sequence FROM reference WHERE target = ?1 ORDER BY sequence DESC LIMIT ?2"};
};

base::Status SqliteIndexReader::begin() {
  database_->use();
  if (auto begun = begin_.run(); !begun) return begun;
  auto rows = state_.rows();
  if (!rows.next()) return rows.error();
  Snapshot read{{rows.number(0)}, rows.number(1), {}};
  standing_.hold(rows.number(2));
  for (std::size_t tier = 0; tier < tier_count; ++tier) read.rows.at(tier) = rows.number(3 + static_cast<int>(tier));
  snapshot_ = read;
  return {};
}

void SqliteIndexReader::end() {
  snapshot_.reset();
  if (database_->in_transaction()) static_cast<void>(end_.run());
}

base::Result<Sequence> SqliteIndexReader::indexed_to() {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  return snapshot_->cursor;
}

/// Written and nothing more: what must be laid over it is not known here.
base::Result<IndexReader::Reach> SqliteIndexReader::reach() {
  const auto to = indexed_to();
  if (!to) return to.error();
  return Reach{*to, *to};
}

base::Result<IndexReader::Totals> SqliteIndexReader::totals(v1::Tlp up_to) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  auto rows = totals_.rows(static_cast<int>(up_to));
  if (!rows.next()) return rows.error();
  return Totals{rows.number(0), rows.number(1)};  // of no rows the sums are NULL, which reads as 0
}

base::Result<std::vector<std::vector<Hit>>> SqliteIndexReader::exact(std::span<const std::string> keys) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  auto hits = postings_.exact(keys, snapshot_->rows);
  if (!hits) return hits;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (auto done = leave_living(keys[i], hits->at(i)); !done) return done.error();
  }
  return hits;
}

/// Forgotten ones give their place, in what is bounded, to older ones that live.
base::Status SqliteIndexReader::leave_living(const std::string& key, std::vector<Hit>& hits) {
  auto oldest = hits.empty() ? Hit{} : hits.front();
  bool may_go_on = hits.size() == max_hits_a_key;
  if (auto dropped = drop_forgotten(hits); !dropped) return dropped.error();
  while (may_go_on && hits.size() < max_hits_a_key) {
    auto more = postings_.earlier(key, oldest, max_hits_a_key - hits.size(), snapshot_->rows);
    if (!more) return more.error();
    may_go_on = more->size() == max_hits_a_key - hits.size();
    if (!more->empty()) oldest = more->front();
    if (auto dropped = drop_forgotten(*more); !dropped) return dropped.error();
    hits.insert(hits.begin(), more->begin(), more->end());
  }
  return {};
}

/// Postings of forgotten bulletins stay until they are swept. Whether any were here.
base::Result<bool> SqliteIndexReader::drop_forgotten(std::vector<Hit>& hits) {
  if (snapshot_->dead == 0) return false;
  std::vector<Hit> kept;
  kept.reserve(hits.size());
  for (auto& hit : hits) {
    const auto exists = standing_.exists(hit.sequence);
    if (!exists) return exists.error();
    if (*exists) kept.push_back(std::move(hit));
  }
  const bool dropped = kept.size() < hits.size();
  hits = std::move(kept);
  return dropped;
}

base::Result<std::vector<Hit>> SqliteIndexReader::range(std::string_view from, std::string_view to, std::size_t limit,
                                                        const std::optional<Hit>& after) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  std::vector<Hit> found;
  std::optional<Hit> at = after;
  while (found.size() < limit) {
    auto hits = postings_.range(from, to, limit - found.size(), at, snapshot_->rows);
    if (!hits) return hits;
    const bool ended = hits->size() < limit - found.size();
    if (!hits->empty()) at = hits->back();
    if (auto dropped = drop_forgotten(*hits); !dropped) return dropped.error();
    std::move(hits->begin(), hits->end(), std::back_inserter(found));
    if (ended) break;
  }
  return found;
}

base::Result<std::size_t> SqliteIndexReader::count(std::string_view from, std::string_view to, std::size_t most) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  return postings_.count(from, to, most, snapshot_->rows);
}

base::Result<std::vector<Hit>> SqliteIndexReader::newest(std::string_view from, std::string_view to, const Listed& at,
                                                         std::size_t limit) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  return postings_.newest(from, to, at, limit, snapshot_->rows);
}

base::Result<std::vector<Listed>> SqliteIndexReader::listed(std::string_view key, Sequence from, std::size_t limit) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  if (!key.empty()) return postings_.listed(key, from, limit, snapshot_->rows);
  std::vector<Listed> found;
  auto rows = all_.rows(from.value, limit);
  while (rows.next()) found.push_back({{rows.number(0)}, whole_bulletin});
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::vector<std::string>> SqliteIndexReader::keys(std::string_view from, std::string_view to,
                                                               std::size_t limit) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  std::vector<std::string> found;
  std::string at(from);
  while (found.size() < limit) {
    auto next = postings_.next_key(at, to, snapshot_->rows);
    if (!next) return next.error();
    if (!*next) break;
    at = **next + '\0';
    found.push_back(std::move(**next));
  }
  return found;
}

base::Result<SequenceRange> SqliteIndexReader::received(Instant since, Instant until) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  auto rows = received_.rows(since.us / us_per_hour, until.us / us_per_hour);
  if (!rows.next()) return rows.error();
  if (rows.is_null(0)) return SequenceRange{{1}, {0}};
  return SequenceRange{{rows.number(0)}, {rows.number(1)}};
}

base::Result<std::vector<Sequence>> SqliteIndexReader::sequences(Rows rows) {
  std::vector<Sequence> found;
  while (rows.next()) found.push_back({rows.number(0)});
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::vector<Sequence>> SqliteIndexReader::of_publication(const PublicationId& publication) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  return sequences(of_publication_.rows(publication.bytes()));
}

base::Result<std::vector<PublicationId>> SqliteIndexReader::publications(const PublicationId& low,
                                                                         const PublicationId& high, std::size_t limit) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  std::vector<PublicationId> found;
  auto rows = publications_.rows(low.bytes(), high.bytes(), limit);
  while (rows.next()) {
    if (const auto id = PublicationId::from_bytes(rows.bytes(0))) found.push_back(*id);
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::vector<Sequence>> SqliteIndexReader::referring_to(const BulletinId& target, std::size_t limit) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  return sequences(referring_.rows(target.bytes(), static_cast<std::uint64_t>(limit)));
}

base::Result<std::vector<std::optional<Standing>>> SqliteIndexReader::standing(std::span<const Sequence> wanted) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  std::vector<std::optional<Standing>> found;
  found.reserve(wanted.size());
  for (const auto sequence : wanted) {
    auto one = standing_.standing(sequence);
    if (!one) return one.error();
    found.push_back(std::move(*one));
  }
  return found;
}

base::Result<Standing> SqliteIndexReader::judge(const BulletinRow& row) {
  const Hold hold(*this);
  if (!hold.begun()) return hold.begun().error();
  return standing_.judge(row);
}

}  // namespace

base::Result<std::unique_ptr<IndexReader>> open_index_reader(const std::filesystem::path& file, std::size_t cache_bytes,
                                                             std::size_t mapped_bytes) {
  auto database = Database::open(
      file, {.cache_bytes = cache_bytes, .mapped_bytes = mapped_bytes, .durability = Durability::Normal});
  if (!database) return database.error();
  return std::make_unique<SqliteIndexReader>(std::move(*database));
}

}  // namespace tidings::store::sqlite
