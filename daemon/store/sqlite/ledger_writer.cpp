#include "daemon/store/sqlite/ledger_writer.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "daemon/store/dates.hpp"
#include "daemon/store/sqlite/access_rows.hpp"
#include "daemon/store/sqlite/held_rows.hpp"
#include "daemon/store/sqlite/organisations.hpp"
#include "daemon/store/sqlite/schema.hpp"

namespace tidings::store::sqlite {
namespace {

/// 8 MB of WAL: moving it takes some 20 ms, which a commit behind it waits for; 150,000 claims a second fill it in one.
constexpr std::uint32_t checkpoint_pages = 2'048;

class SqliteLedgerWriter final : public LedgerWriter {
 public:
  explicit SqliteLedgerWriter(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  base::Result<std::vector<Committed>> commit(std::span<const Batch> batches) override;
  base::Result<std::size_t> forget_expired(Instant before, std::size_t limit) override;
  base::Status renew_id() override;

 private:
  base::Status read_last();
  base::Result<std::vector<Committed>> apply_all(std::span<const Batch> batches);
  base::Result<Committed> apply(const Batch& batch);
  base::Status append(const NewBulletin& bulletin, Committed& into);
  base::Status write_issued();
  base::Status write_links(const Batch& batch);
  base::Status write_given(Statement& statement, const Delivered& one);
  base::Status write_wanted(const Wanted& one);
  base::Status write_partner(const PartnerRecord& one);
  base::Status write_identity(const IdentityRecord& one);
  base::Status write_outlets(const Batch& batch);
  base::Status forget(const std::vector<std::pair<std::int64_t, std::string>>& expired);

  std::unique_ptr<Database> database_;
  Organisations organisations_{*database_};
  std::optional<std::uint64_t> last_;                 ///< unknown before the first commit and after a failed one
  std::uint64_t added_to_{0};                         ///< the first instant that no entry has; known with last_
  std::unordered_map<std::int64_t, Instant> issued_;  ///< the greatest of each origin in this transaction

  Statement select_last_{*database_, "SELECT last, added_to FROM ledger"};
  Statement update_last_{*database_, "UPDATE ledger SET last = ?1, added_to = ?2"};
  Statement insert_entry_{*database_,
                          "INSERT INTO entry (sequence, id, origin, giver, lane, kind, issued_at, expires_at,"
                          " received_at, size, added_at, slots)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                          " ON CONFLICT (id) DO NOTHING"};
  Statement insert_body_{*database_, "INSERT INTO body (sequence, bytes) VALUES (?1, ?2)"};
  Statement sequence_of_{*database_, "SELECT sequence FROM entry WHERE id = ?1"};
  Statement update_issued_{*database_,
                           "UPDATE organisation SET last_issued_at = max(last_issued_at, ?2) WHERE number = ?1"};
  Statement reset_tokens_{*database_, "DELETE FROM token WHERE partner = ?1"};
  Statement write_token_{*database_,
                         "INSERT INTO token (partner, lane, token) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT DO UPDATE SET token = excluded.token"};
  Statement write_wanted_{*database_,
                          "INSERT INTO wanted (partner, id, reason, retry_at, tries) VALUES (?1, ?2, ?3, ?4, ?5)"
                          " ON CONFLICT (partner, id) DO UPDATE SET reason = excluded.reason,"
                          " retry_at = excluded.retry_at, tries = excluded.tries"};
  Statement drop_wanted_{*database_, "DELETE FROM wanted WHERE partner = ?1 AND id = ?2"};
  Statement write_given_{*database_,
                         "INSERT OR IGNORE INTO delivered (partner, sequence, acknowledged)"
                         " SELECT ?1, sequence, 0 FROM entry WHERE id = ?2"};
  Statement write_delivered_{*database_,
                             "INSERT INTO delivered (partner, sequence, acknowledged)"
                             " SELECT ?1, sequence, 1 FROM entry WHERE id = ?2"
                             " ON CONFLICT (partner, sequence) DO UPDATE SET acknowledged = 1"};
  Statement write_partner_{*database_,
                           "INSERT OR REPLACE INTO partner (organisation, alias, contact, send, accept, community,"
                           " hear_introduced, standing, added_at, trust)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
  Statement write_identity_{*database_,
                            "INSERT INTO identity (organisation, signed_bytes, serial, introduced_by)"
                            " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (organisation) DO UPDATE SET"
                            " signed_bytes = excluded.signed_bytes, serial = excluded.serial,"
                            " introduced_by = excluded.introduced_by WHERE excluded.serial >= serial"};
  HeldWriter held_{*database_};
  AccessWriter access_{*database_};
  Statement write_outlet_{*database_,
                          "INSERT INTO outlet (name, cursor, planned) VALUES (?1, ?2, ?3)"
                          " ON CONFLICT DO UPDATE SET cursor = excluded.cursor, planned = excluded.planned"};
  Statement drop_outlet_{*database_, "DELETE FROM outlet WHERE name = ?1"};
  Statement write_audit_{*database_, "INSERT INTO audit (at, who, what, detail) VALUES (?1, ?2, ?3, ?4)"};
  Statement expired_{*database_, "SELECT sequence, id FROM entry WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2"};
  /// Each distinct partner by one step in the primary key, not by reading all rows.
  Statement delivered_partners_{*database_,
                                "WITH RECURSIVE p (n) AS (SELECT min(partner) FROM delivered UNION ALL"
                                " SELECT (SELECT min(partner) FROM delivered WHERE partner > n) FROM p"
                                " WHERE n IS NOT NULL) SELECT n FROM p WHERE n IS NOT NULL"};
  Statement drop_delivered_{*database_, "DELETE FROM delivered WHERE partner = ?1 AND sequence = ?2"};
  Statement drop_wanted_id_{*database_, "DELETE FROM wanted WHERE id = ?1"};
  Statement drop_body_{*database_, "DELETE FROM body WHERE sequence = ?1"};
  Statement drop_entry_{*database_, "DELETE FROM entry WHERE sequence = ?1"};
  Statement update_id_{*database_, "UPDATE ledger SET id = ?1"};
  Statement drop_tokens_{*database_, "DELETE FROM token"};
};

base::Result<std::vector<Committed>> SqliteLedgerWriter::commit(std::span<const Batch> batches) {
  auto done = apply_all(batches);
  if (!done) {
    last_.reset();
    organisations_.forget();
    return done;
  }
  database_->checkpoint(checkpoint_pages);
  return done;
}

base::Result<std::vector<Committed>> SqliteLedgerWriter::apply_all(std::span<const Batch> batches) {
  Transaction transaction(*database_);
  if (auto begun = transaction.begin(); !begun) return begun.error();
  if (auto read = read_last(); !read) return read.error();
  issued_.clear();
  std::vector<Committed> results;
  results.reserve(batches.size());
  for (const auto& batch : batches) {
    auto applied = apply(batch);
    if (!applied) return applied.error();
    results.push_back(std::move(*applied));
  }
  if (auto done = write_issued(); !done) return done.error();
  if (auto done = update_last_.run(*last_, added_to_); !done) return done.error();
  if (auto done = transaction.commit(); !done) return done.error();
  return results;
}

base::Status SqliteLedgerWriter::read_last() {
  if (last_) return {};
  auto rows = select_last_.rows();
  if (!rows.next()) return rows.error();
  last_ = rows.number(0);
  added_to_ = rows.number(1);
  return {};
}

base::Result<Committed> SqliteLedgerWriter::apply(const Batch& batch) {
  Committed into;
  into.bulletins.reserve(batch.bulletins.size());
  into.sequences.reserve(batch.bulletins.size());
  for (const auto& bulletin : batch.bulletins) {
    if (auto done = append(bulletin, into); !done) return done.error();
  }
  if (auto done = write_links(batch); !done) return done.error();
  for (const auto& one : batch.partners) {
    if (auto done = write_partner(one); !done) return done.error();
  }
  for (const auto& one : batch.identities) {
    if (auto done = write_identity(one); !done) return done.error();
  }
  if (auto done = held_.write(batch); !done) return done.error();
  if (auto done = write_outlets(batch); !done) return done.error();
  if (auto done = access_.write(batch); !done) return done.error();
  for (const auto& one : batch.audit) {
    if (auto done = write_audit_.run(one.at, Text{one.who}, Text{one.what}, Text{one.detail}); !done) {
      return done.error();
    }
  }
  into.last = {*last_};
  return into;
}

base::Status SqliteLedgerWriter::append(const NewBulletin& bulletin, Committed& into) {
  const Entry& entry = bulletin.entry;
  const auto origin = organisations_.number_of(entry.origin);
  if (!origin) return origin.error();
  const auto giver = organisations_.number_of(entry.giver);
  if (!giver) return giver.error();
  const auto added_at = std::max(entry.received_at.us, added_to_);
  const auto slots = slots_of(bulletin);
  const auto inserted = insert_entry_.run(*last_ + 1, entry.id.bytes(), *origin, *giver, static_cast<int>(entry.lane),
                                          static_cast<int>(entry.kind), entry.issued_at, entry.expires_at,
                                          entry.received_at, entry.size, added_at, slots);
  if (!inserted) return inserted;
  if (database_->changes() == 0) {
    auto rows = sequence_of_.rows(entry.id.bytes());
    if (!rows.next()) return rows.error();
    into.bulletins.push_back(Appended::Known);
    into.sequences.push_back({rows.number(0)});
    return {};
  }
  if (auto done = insert_body_.run(*last_ + 1, std::string_view(bulletin.bytes)); !done) return done;
  ++*last_;
  added_to_ = added_at + slots;
  auto& greatest = issued_[*origin];
  greatest = std::max(greatest, entry.issued_at);
  into.bulletins.push_back(Appended::Stored);
  into.sequences.push_back({*last_});
  return {};
}

base::Status SqliteLedgerWriter::write_issued() {
  for (const auto& [origin, issued_at] : issued_) {
    if (auto done = update_issued_.run(origin, issued_at); !done) return done;
  }
  return {};
}

base::Status SqliteLedgerWriter::write_links(const Batch& batch) {
  for (const auto& partner : batch.reset_tokens) {
    const auto number = organisations_.number_of(partner);
    if (!number) return number.error();
    if (auto done = reset_tokens_.run(*number); !done) return done;
  }
  for (const auto& token : batch.tokens) {
    const auto number = organisations_.number_of(token.partner);
    if (!number) return number.error();
    const auto done = write_token_.run(*number, static_cast<int>(token.lane), std::string_view(token.token));
    if (!done) return done;
  }
  for (const auto& one : batch.wanted) {
    if (auto done = write_wanted(one); !done) return done;
  }
  for (const auto& one : batch.no_longer_wanted) {
    const auto number = organisations_.number_of(one.partner);
    if (!number) return number.error();
    if (auto done = drop_wanted_.run(*number, one.id.bytes()); !done) return done;
  }
  for (const auto& one : batch.given) {
    if (auto done = write_given(write_given_, one); !done) return done;
  }
  for (const auto& one : batch.delivered) {
    if (auto done = write_given(write_delivered_, one); !done) return done;
  }
  return {};
}

base::Status SqliteLedgerWriter::write_wanted(const Wanted& one) {
  const auto number = organisations_.number_of(one.partner);
  if (!number) return number.error();
  return write_wanted_.run(*number, one.id.bytes(), Text{one.reason}, one.retry_at, one.tries);
}

base::Status SqliteLedgerWriter::write_given(Statement& statement, const Delivered& one) {
  const auto number = organisations_.number_of(one.partner);
  if (!number) return number.error();
  return statement.run(*number, one.id.bytes());
}

base::Status SqliteLedgerWriter::write_partner(const PartnerRecord& one) {
  const auto number = organisations_.number_of(one.organisation);
  if (!number) return number.error();
  const auto tlp = [](const std::optional<v1::Tlp>& marking) {
    return marking ? std::optional<std::int64_t>(*marking) : std::nullopt;  // nothing is NULL
  };
  return write_partner_.run(*number, Text{one.alias}, std::string_view(one.contact), tlp(one.terms.send),
                            tlp(one.terms.accept), one.terms.community, one.terms.hear_introduced,
                            static_cast<int>(one.standing), one.added_at, int{one.terms.trust});
}

base::Status SqliteLedgerWriter::write_identity(const IdentityRecord& one) {
  const auto number = organisations_.number_of(one.organisation);
  if (!number) return number.error();
  const auto introduced_by = organisations_.number_of(one.introduced_by);
  if (!introduced_by) return introduced_by.error();
  return write_identity_.run(*number, std::string_view(one.signed_bytes), one.serial, *introduced_by);
}

base::Status SqliteLedgerWriter::write_outlets(const Batch& batch) {
  for (const auto& one : batch.outlets) {
    const auto done = write_outlet_.run(Text{one.name}, std::string_view(one.cursor), std::string_view(one.planned));
    if (!done) return done;
  }
  for (const auto& name : batch.outlets_gone) {
    if (auto done = drop_outlet_.run(Text{name}); !done) return done;
  }
  return {};
}

base::Result<std::size_t> SqliteLedgerWriter::forget_expired(Instant before, std::size_t limit) {
  std::vector<std::pair<std::int64_t, std::string>> expired;
  {
    auto rows = expired_.rows(before, limit);
    while (rows.next()) expired.emplace_back(rows.integer(0), rows.bytes(1));
    if (!rows.ok()) return rows.error();
  }
  if (expired.empty()) return std::size_t{0};
  if (auto done = forget(expired); !done) return done.error();
  database_->checkpoint(checkpoint_pages);
  return expired.size();
}

base::Status SqliteLedgerWriter::forget(const std::vector<std::pair<std::int64_t, std::string>>& expired) {
  Transaction transaction(*database_);
  if (auto begun = transaction.begin(); !begun) return begun;
  std::vector<std::int64_t> partners;
  {
    auto rows = delivered_partners_.rows();
    while (rows.next()) partners.push_back(rows.integer(0));
    if (!rows.ok()) return rows.error();
  }
  for (const auto& [sequence, id] : expired) {
    for (const auto partner : partners) {
      if (auto done = drop_delivered_.run(partner, sequence); !done) return done;
    }
    if (auto done = drop_wanted_id_.run(std::string_view(id)); !done) return done;
    if (auto done = drop_body_.run(sequence); !done) return done;
    if (auto done = drop_entry_.run(sequence); !done) return done;
  }
  return transaction.commit();
}

base::Status SqliteLedgerWriter::renew_id() {
  Transaction transaction(*database_);
  if (auto begun = transaction.begin(); !begun) return begun.error();
  if (auto done = update_id_.run(fresh_ledger_id().bytes()); !done) return done;
  if (auto done = drop_tokens_.run(); !done) return done;
  return transaction.commit();
}

}  // namespace

base::Result<std::unique_ptr<LedgerWriter>> open_ledger_writer(const std::filesystem::path& file,
                                                               std::size_t cache_bytes) {
  auto database = Database::open(file, {.cache_bytes = cache_bytes, .writes = true, .wipes_deleted = true});
  if (!database) return database.error();
  return std::make_unique<SqliteLedgerWriter>(std::move(*database));
}

}  // namespace tidings::store::sqlite
