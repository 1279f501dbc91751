#include "daemon/store/sqlite/ledger_reader.hpp"

#include <utility>

#include "core/bulletin/verify.hpp"
#include "daemon/store/dates.hpp"
#include "daemon/store/sqlite/access_rows.hpp"
#include "daemon/store/sqlite/held_rows.hpp"
#include "daemon/store/sqlite/organisations.hpp"
#include "daemon/store/sqlite/schema.hpp"

namespace tidings::store::sqlite {
namespace {

template <class IdType>
base::Result<IdType> id_from(std::string_view bytes) {
  const auto id = IdType::from_bytes(bytes);
  if (!id) return base::fail(base::ErrorCode::Disk, "an id in the ledger is damaged");
  return *id;
}

const std::string entry_columns =
    "e.sequence, e.id, e.origin, e.giver, e.lane, e.kind, e.issued_at, e.expires_at, e.received_at, e.size,"
    " e.added_at, e.slots";

class SqliteLedgerReader final : public LedgerReader {
 public:
  explicit SqliteLedgerReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  base::Result<LedgerId> id() override { return read_ledger_id(*database_); }
  base::Result<Sequence> last() override;
  base::Result<std::vector<Entry>> forward(Lane lane, Sequence after, std::size_t limit) override;
  base::Result<std::vector<std::pair<Entry, std::string>>> forward_whole(Sequence after, std::size_t limit,
                                                                         std::size_t max_bytes) override;
  base::Result<std::optional<Entry>> added_by(Instant at) override;
  base::Result<std::optional<Entry>> find(const BulletinId& id) override;
  base::Result<std::vector<Entry>> between(const BulletinId& low, const BulletinId& high, std::size_t limit) override;
  base::Result<std::vector<bool>> known(std::span<const BulletinId> ids) override;
  base::Result<std::string> bytes(Sequence sequence) override;
  base::Result<std::optional<std::string>> bytes(const BulletinId& id) override;
  base::Result<std::optional<std::string>> header(const BulletinId& id) override;
  base::Result<Instant> last_issued_at(const OrgId& origin) override;
  base::Result<std::vector<PartnerRecord>> partners() override;
  base::Result<std::vector<IdentityRecord>> identities() override;
  base::Result<std::optional<IdentityRecord>> identity(const OrgId& organisation) override;
  base::Result<std::vector<ReceivedToken>> tokens(const OrgId& partner) override;
  base::Result<std::vector<Wanted>> wanted(const OrgId& partner, Instant now, std::size_t limit) override;
  base::Result<std::size_t> wanted_count(const OrgId& partner) override;
  base::Result<std::vector<bool>> delivered(const OrgId& partner, std::span<const BulletinId> ids) override {
    return each_of(delivered_, partner, ids);
  }
  base::Result<std::vector<bool>> got(const OrgId& partner, std::span<const BulletinId> ids) override {
    return each_of(got_, partner, ids);
  }
  base::Result<std::vector<HeldRecord>> held() override { return held_.all(); }
  base::Result<std::optional<std::string>> held_draft(const HeldId& id) override { return held_.draft(id); }
  base::Result<std::vector<OutletRecord>> outlets() override;
  base::Result<std::vector<AccessRecord>> access() override { return access_.all(); }
  base::Result<std::vector<AuditRecord>> audit(std::size_t limit) override;

 private:
  base::Result<std::vector<bool>> each_of(Statement& statement, const OrgId& partner, std::span<const BulletinId> ids);
  base::Result<Entry> entry(const Rows& rows);
  base::Result<std::optional<Entry>> one_entry(Rows&& rows);
  base::Result<IdentityRecord> identity(const Rows& rows);
  base::Result<PartnerRecord> partner(const Rows& rows);

  std::unique_ptr<Database> database_;
  Organisations organisations_{*database_};
  Statement last_{*database_, "SELECT last FROM ledger"};
  Statement forward_{
      *database_,
      "SELECT " + entry_columns + " FROM entry e WHERE e.lane = ?1 AND e.sequence > ?2 ORDER BY e.sequence LIMIT ?3"};
  Statement forward_whole_{*database_, "SELECT " + entry_columns +
                                           ", b.bytes FROM entry e JOIN body b ON b.sequence = e.sequence"
                                           " WHERE e.sequence > ?1 ORDER BY e.sequence LIMIT ?2"};
  Statement at_or_before_{
      *database_, "SELECT " + entry_columns + " FROM entry e WHERE e.sequence <= ?1 ORDER BY e.sequence DESC LIMIT 1"};
  Statement find_{*database_, "SELECT " + entry_columns + " FROM entry e WHERE e.id = ?1"};
  Statement between_{*database_, "SELECT " + entry_columns +
                                     " FROM entry e WHERE e.id BETWEEN ?1 AND ?2 ORDER BY e.id"
                                     " LIMIT ?3"};
  Statement known_{*database_, "SELECT 1 FROM entry WHERE id = ?1"};
  Statement body_{*database_, "SELECT bytes FROM body WHERE sequence = ?1"};
  Statement body_of_{*database_, "SELECT bytes FROM body WHERE sequence = (SELECT sequence FROM entry WHERE id = ?1)"};
  Statement sequence_of_{*database_, "SELECT sequence FROM entry WHERE id = ?1"};
  Statement issued_{*database_, "SELECT last_issued_at FROM organisation WHERE id = ?1"};
  Statement partners_{
      *database_,
      "SELECT organisation, alias, contact, send, accept, community, hear_introduced, standing, added_at, trust"
      " FROM partner ORDER BY added_at, organisation"};
  Statement identities_{*database_,
                        "SELECT organisation, signed_bytes, serial, introduced_by FROM identity"
                        " ORDER BY organisation"};
  Statement identity_{*database_,
                      "SELECT organisation, signed_bytes, serial, introduced_by FROM identity"
                      " WHERE organisation = (SELECT number FROM organisation WHERE id = ?1)"};
  Statement tokens_{*database_,
                    "SELECT lane, token FROM token"
                    " WHERE partner = (SELECT number FROM organisation WHERE id = ?1) ORDER BY lane"};
  Statement outlets_{*database_, "SELECT name, cursor, planned FROM outlet ORDER BY name"};
  Statement wanted_{*database_,
                    "SELECT id, reason, retry_at, tries FROM wanted"
                    " WHERE partner = (SELECT number FROM organisation WHERE id = ?1) AND retry_at <= ?2"
                    " ORDER BY retry_at LIMIT ?3"};
  Statement wanted_count_{*database_,
                          "SELECT count(*) FROM wanted"
                          " WHERE partner = (SELECT number FROM organisation WHERE id = ?1)"};
  Statement delivered_{*database_,
                       "SELECT 1 FROM delivered"
                       " WHERE partner = ?1 AND sequence = (SELECT sequence FROM entry WHERE id = ?2)"
                       " AND acknowledged = 1"};
  Statement got_{*database_,
                 "SELECT 1 FROM delivered"
                 " WHERE partner = ?1 AND sequence = (SELECT sequence FROM entry WHERE id = ?2)"};
  HeldReader held_{*database_};
  AccessReader access_{*database_};
  Statement audit_{*database_, "SELECT at, who, what, detail FROM audit ORDER BY number DESC LIMIT ?1"};
};

base::Result<Entry> SqliteLedgerReader::entry(const Rows& rows) {
  const auto id = id_from<BulletinId>(rows.bytes(1));
  const auto origin = organisations_.id_of(rows.integer(2));
  const auto giver = organisations_.id_of(rows.integer(3));
  if (!id) return id.error();
  if (!origin) return origin.error();
  if (!giver) return giver.error();
  return Entry{.sequence = {rows.number(0)},
               .id = *id,
               .origin = *origin,
               .giver = *giver,
               .lane = static_cast<Lane>(rows.integer(4)),
               .kind = static_cast<v1::Kind>(rows.integer(5)),
               .issued_at = rows.instant(6),
               .expires_at = rows.instant(7),
               .received_at = rows.instant(8),
               .size = rows.small(9),
               .added_at = rows.instant(10),
               .slots = rows.number(11)};
}

base::Result<Sequence> SqliteLedgerReader::last() {
  auto rows = last_.rows();
  if (!rows.next()) return rows.error();
  return Sequence{rows.number(0)};
}

base::Result<std::vector<Entry>> SqliteLedgerReader::forward(Lane lane, Sequence after, std::size_t limit) {
  std::vector<Entry> found;
  auto rows = forward_.rows(static_cast<int>(lane), after.value, limit);
  while (rows.next()) {
    auto one = entry(rows);
    if (!one) return one.error();
    found.push_back(*one);
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::vector<std::pair<Entry, std::string>>> SqliteLedgerReader::forward_whole(Sequence after,
                                                                                           std::size_t limit,
                                                                                           std::size_t max_bytes) {
  std::vector<std::pair<Entry, std::string>> found;
  std::size_t bytes = 0;
  auto rows = forward_whole_.rows(after.value, limit);
  while (bytes < max_bytes && rows.next()) {
    auto one = entry(rows);
    if (!one) return one.error();
    found.emplace_back(*one, rows.bytes(12));
    bytes += found.back().second.size();
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::optional<Entry>> SqliteLedgerReader::added_by(Instant at) {
  const auto last = this->last();
  if (!last) return last.error();
  return last_added_by(at, *last, [this](Sequence sequence) { return one_entry(at_or_before_.rows(sequence.value)); });
}

base::Result<std::optional<Entry>> SqliteLedgerReader::one_entry(Rows&& rows) {
  if (rows.next()) {
    auto one = entry(rows);
    if (!one) return one.error();
    return std::optional(*one);
  }
  if (!rows.ok()) return rows.error();
  return std::optional<Entry>{};
}

base::Result<std::optional<Entry>> SqliteLedgerReader::find(const BulletinId& id) {
  return one_entry(find_.rows(id.bytes()));
}

base::Result<std::vector<Entry>> SqliteLedgerReader::between(const BulletinId& low, const BulletinId& high,
                                                             std::size_t limit) {
  std::vector<Entry> found;
  auto rows = between_.rows(low.bytes(), high.bytes(), limit);
  while (rows.next()) {
    auto one = entry(rows);
    if (!one) return one.error();
    found.push_back(std::move(*one));
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::vector<bool>> SqliteLedgerReader::known(std::span<const BulletinId> ids) {
  std::vector<bool> found;
  found.reserve(ids.size());
  for (const auto& id : ids) {
    auto rows = known_.rows(id.bytes());
    found.push_back(rows.next());
    if (!rows.ok()) return rows.error();
  }
  return found;
}

base::Result<std::string> SqliteLedgerReader::bytes(Sequence sequence) {
  auto rows = body_.rows(sequence.value);
  if (rows.next()) return std::string(rows.bytes(0));
  if (!rows.ok()) return rows.error();
  return base::fail(base::ErrorCode::NotFound, "no bulletin at sequence " + std::to_string(sequence.value));
}

base::Result<std::optional<std::string>> SqliteLedgerReader::bytes(const BulletinId& id) {
  auto rows = body_of_.rows(id.bytes());
  if (rows.next()) return std::optional(std::string(rows.bytes(0)));
  if (!rows.ok()) return rows.error();
  return std::optional<std::string>{};
}

/// A header stands first in what we and everybody else write; where it does not, all is read.
base::Result<std::optional<std::string>> SqliteLedgerReader::header(const BulletinId& id) {
  constexpr std::size_t most_headers = 2'048;  // bytes: a title, a page of text
  std::int64_t row = 0;
  {
    auto rows = sequence_of_.rows(id.bytes());
    if (rows.next())
      row = rows.integer(0);
    else if (!rows.ok())
      return rows.error();
    else
      return std::optional<std::string>{};
  }
  for (const auto size : {most_headers, bulletin::max_header_bytes + 8, bulletin::max_bulletin_bytes}) {
    const auto beginning = database_->beginning("body", "bytes", row, size);
    if (!beginning) return beginning.error();
    if (auto header = bulletin::header_at_beginning(*beginning)) return std::optional(std::string(*header));
  }
  return base::fail(base::ErrorCode::Disk, "bulletin " + id.text() + " is stored without a header");
}

base::Result<Instant> SqliteLedgerReader::last_issued_at(const OrgId& origin) {
  auto rows = issued_.rows(origin.bytes());
  if (rows.next()) return rows.instant(0);
  if (!rows.ok()) return rows.error();
  return Instant{};
}

base::Result<PartnerRecord> SqliteLedgerReader::partner(const Rows& rows) {
  const auto organisation = organisations_.id_of(rows.integer(0));
  if (!organisation) return organisation.error();
  PartnerRecord one;
  one.organisation = *organisation;
  one.alias = rows.bytes(1);
  one.contact = rows.bytes(2);
  if (!rows.is_null(3)) one.terms.send = static_cast<v1::Tlp>(rows.integer(3));
  if (!rows.is_null(4)) one.terms.accept = static_cast<v1::Tlp>(rows.integer(4));
  one.terms.community = rows.integer(5) != 0;
  one.terms.hear_introduced = rows.integer(6) != 0;
  one.standing = static_cast<policy::Standing>(rows.integer(7));
  one.added_at = rows.instant(8);
  one.terms.trust = static_cast<std::uint8_t>(rows.integer(9));
  return one;
}

base::Result<std::vector<PartnerRecord>> SqliteLedgerReader::partners() {
  std::vector<PartnerRecord> found;
  auto rows = partners_.rows();
  while (rows.next()) {
    auto one = partner(rows);
    if (!one) return one.error();
    found.push_back(std::move(*one));
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<IdentityRecord> SqliteLedgerReader::identity(const Rows& rows) {
  const auto organisation = organisations_.id_of(rows.integer(0));
  const auto introduced_by = organisations_.id_of(rows.integer(3));
  if (!organisation) return organisation.error();
  if (!introduced_by) return introduced_by.error();
  return IdentityRecord{*organisation, std::string(rows.bytes(1)), rows.number(2), *introduced_by};
}

base::Result<std::vector<IdentityRecord>> SqliteLedgerReader::identities() {
  std::vector<IdentityRecord> found;
  auto rows = identities_.rows();
  while (rows.next()) {
    auto one = identity(rows);
    if (!one) return one.error();
    found.push_back(std::move(*one));
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::optional<IdentityRecord>> SqliteLedgerReader::identity(const OrgId& organisation) {
  auto rows = identity_.rows(organisation.bytes());
  if (rows.next()) {
    auto one = identity(rows);
    if (!one) return one.error();
    return std::optional(std::move(*one));
  }
  if (!rows.ok()) return rows.error();
  return std::optional<IdentityRecord>{};
}

base::Result<std::vector<ReceivedToken>> SqliteLedgerReader::tokens(const OrgId& partner) {
  std::vector<ReceivedToken> found;
  auto rows = tokens_.rows(partner.bytes());
  while (rows.next()) {
    found.push_back({partner, static_cast<Lane>(rows.integer(0)), std::string(rows.bytes(1))});
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::vector<Wanted>> SqliteLedgerReader::wanted(const OrgId& partner, Instant now, std::size_t limit) {
  std::vector<Wanted> found;
  auto rows = wanted_.rows(partner.bytes(), now, limit);
  while (rows.next()) {
    const auto id = id_from<BulletinId>(rows.bytes(0));
    if (!id) return id.error();
    found.push_back({partner, *id, std::string(rows.bytes(1)), rows.instant(2), rows.small(3)});
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::size_t> SqliteLedgerReader::wanted_count(const OrgId& partner) {
  auto rows = wanted_count_.rows(partner.bytes());
  if (!rows.next()) return rows.error();
  return static_cast<std::size_t>(rows.number(0));
}

/// For each id whether `statement` has a row of this partner and it.
base::Result<std::vector<bool>> SqliteLedgerReader::each_of(Statement& statement, const OrgId& partner,
                                                            std::span<const BulletinId> ids) {
  const auto number = organisations_.find(partner);
  if (!number) return number.error();
  std::vector<bool> found;
  found.reserve(ids.size());
  for (const auto& id : ids) {
    if (!*number) {
      found.push_back(false);
      continue;
    }
    auto rows = statement.rows(**number, id.bytes());
    found.push_back(rows.next());
    if (!rows.ok()) return rows.error();
  }
  return found;
}

base::Result<std::vector<OutletRecord>> SqliteLedgerReader::outlets() {
  std::vector<OutletRecord> found;
  auto rows = outlets_.rows();
  while (rows.next()) {
    found.push_back({std::string(rows.bytes(0)), std::string(rows.bytes(1)), std::string(rows.bytes(2))});
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::vector<AuditRecord>> SqliteLedgerReader::audit(std::size_t limit) {
  std::vector<AuditRecord> found;
  auto rows = audit_.rows(limit);
  while (rows.next()) {
    found.push_back(
        {rows.instant(0), std::string(rows.bytes(1)), std::string(rows.bytes(2)), std::string(rows.bytes(3))});
  }
  if (!rows.ok()) return rows.error();
  return found;
}

}  // namespace

base::Result<std::unique_ptr<LedgerReader>> open_ledger_reader(const std::filesystem::path& file,
                                                               std::size_t cache_bytes) {
  auto database = Database::open(file, {.cache_bytes = cache_bytes});
  if (!database) return database.error();
  return std::make_unique<SqliteLedgerReader>(std::move(*database));
}

}  // namespace tidings::store::sqlite
