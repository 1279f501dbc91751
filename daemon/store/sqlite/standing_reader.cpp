#include "daemon/store/sqlite/standing_reader.hpp"

#include <algorithm>
#include <utility>

#include "daemon/store/sqlite/encoding.hpp"

namespace tidings::store::sqlite {
namespace {
/// Two generations of so many: about 7 MB a reader, marks of sources included; 18 MB if all had as many as may be.
constexpr std::size_t max_remembered = 8'192;
}  // namespace

StandingReader::StandingReader(Database& database)
    : organisations_(database),
      row_(database,
           "SELECT id, origin, giver, kind, tlp, local, issued_at, expires_at, received_at, publication, revision,"
           " part, parts, claims, not_indexed, sources FROM bulletin WHERE sequence = ?1"),
      exists_(database, "SELECT 1 FROM bulletin WHERE sequence = ?1"),
      withdrawals_(database, "SELECT claims FROM reference WHERE target = ?1 AND origin = ?2 AND kind = ?3"),
      newer_revision_(database,
                      "SELECT 1 FROM bulletin WHERE publication = ?1 AND origin = ?2 AND revision > ?3 LIMIT 1") {}

void StandingReader::hold(std::uint64_t version) {
  if (version == version_) return;
  version_ = version;
  recent_.clear();
  former_.clear();
}

base::Result<std::optional<Standing>> StandingReader::standing(Sequence sequence) {
  if (const auto* known = remembered(sequence)) return std::optional(*known);
  auto read = row(sequence);
  if (!read) return read.error();
  if (!*read) return std::optional<Standing>{};
  auto judged = judge(**read);
  if (!judged) return judged.error();
  remember(*judged);
  return std::optional(std::move(*judged));
}

base::Result<bool> StandingReader::exists(Sequence sequence) {
  if (remembered(sequence) != nullptr) return true;
  auto rows = exists_.rows(sequence.value);
  const bool found = rows.next();
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<Standing> StandingReader::judge(const BulletinRow& row) {
  Standing standing;
  standing.row = row;
  const auto origin = organisations_.find(row.origin);
  if (!origin) return origin.error();
  if (!*origin) return standing;
  if (auto done = read_withdrawals(**origin, standing); !done) return done.error();
  if (auto done = read_revisions(**origin, standing); !done) return done.error();
  return standing;
}

base::Result<std::optional<BulletinRow>> StandingReader::row(Sequence sequence) {
  auto rows = row_.rows(sequence.value);
  if (!rows.next()) {
    if (!rows.ok()) return rows.error();
    return std::optional<BulletinRow>{};
  }
  const auto id = BulletinId::from_bytes(rows.bytes(0));
  const auto publication = PublicationId::from_bytes(rows.bytes(9));
  const auto origin = organisations_.id_of(rows.integer(1));
  const auto giver = organisations_.id_of(rows.integer(2));
  if (!origin) return origin.error();
  if (!giver) return giver.error();
  if (!id || !publication) return base::fail(base::ErrorCode::Disk, "an id in the index is damaged");
  return std::optional(BulletinRow{.sequence = sequence,
                                   .id = *id,
                                   .origin = *origin,
                                   .giver = *giver,
                                   .kind = static_cast<v1::Kind>(rows.integer(3)),
                                   .tlp = static_cast<v1::Tlp>(rows.integer(4)),
                                   .local = rows.integer(5) != 0,
                                   .issued_at = rows.instant(6),
                                   .expires_at = rows.instant(7),
                                   .received_at = rows.instant(8),
                                   .publication = *publication,
                                   .revision = rows.small(10),
                                   .part = rows.small(11),
                                   .parts = rows.small(12),
                                   .claims = rows.small(13),
                                   .not_indexed = rows.small(14),
                                   .sources = unpack_marks(rows.bytes(15))});
}

base::Status StandingReader::read_withdrawals(std::int64_t origin, Standing& into) {
  if (into.row.kind == v1::KIND_WITHDRAWAL) return {};
  auto rows = withdrawals_.rows(into.row.id.bytes(), origin, static_cast<int>(v1::KIND_WITHDRAWAL));
  while (rows.next()) {
    const auto claims = unpack_claims(rows.bytes(0));
    if (claims.empty()) into.withdrawn = true;
    into.withdrawn_claims.insert(into.withdrawn_claims.end(), claims.begin(), claims.end());
  }
  if (!rows.ok()) return rows.error();
  auto& claims = into.withdrawn_claims;
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  std::erase_if(claims, [&](std::uint32_t number) { return number >= into.row.claims; });
  return {};
}

base::Status StandingReader::read_revisions(std::int64_t origin, Standing& into) {
  auto rows = newer_revision_.rows(into.row.publication.bytes(), origin, into.row.revision);
  into.superseded = rows.next();
  if (!rows.ok()) return rows.error();
  return {};
}

const Standing* StandingReader::remembered(Sequence sequence) {
  if (const auto at = recent_.find(sequence.value); at != recent_.end()) return &at->second;
  const auto at = former_.find(sequence.value);
  if (at == former_.end()) return nullptr;
  const Standing kept = std::move(at->second);
  former_.erase(at);
  remember(kept);
  return &recent_.find(sequence.value)->second;
}

void StandingReader::remember(const Standing& standing) {
  if (recent_.size() >= max_remembered) {
    former_ = std::move(recent_);
    recent_.clear();
  }
  recent_.insert_or_assign(standing.row.sequence.value, standing);
}

}  // namespace tidings::store::sqlite
