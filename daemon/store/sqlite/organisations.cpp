#include "daemon/store/sqlite/organisations.hpp"

namespace tidings::store::sqlite {
namespace {
/// More origins than this are looked up again now and then: 10,000 are about 1 MB.
constexpr std::size_t max_remembered = 10'000;
}  // namespace

Organisations::Organisations(Database& database)
    : insert_(database, "INSERT INTO organisation (id) VALUES (?1) RETURNING number"),
      by_id_(database, "SELECT number FROM organisation WHERE id = ?1"),
      by_number_(database, "SELECT id FROM organisation WHERE number = ?1") {}

base::Result<std::optional<std::int64_t>> Organisations::find(const OrgId& id) {
  if (const auto known = numbers_.find(id); known != numbers_.end()) return std::optional(known->second);
  auto rows = by_id_.rows(id.bytes());
  if (rows.next()) {
    remember(id, rows.integer(0));
    return std::optional(rows.integer(0));
  }
  if (!rows.ok()) return rows.error();
  return std::optional<std::int64_t>{};
}

base::Result<std::int64_t> Organisations::number_of(const OrgId& id) {
  const auto known = find(id);
  if (!known) return known.error();
  if (*known) return **known;
  auto rows = insert_.rows(id.bytes());
  if (!rows.next()) return rows.error();
  const std::int64_t number = rows.integer(0);
  if (rows.next() || !rows.ok()) return rows.error();  // the insert takes effect when the statement ends
  remember(id, number);
  return number;
}

base::Result<OrgId> Organisations::id_of(std::int64_t number) {
  if (const auto known = ids_.find(number); known != ids_.end()) return known->second;
  auto rows = by_number_.rows(number);
  if (!rows.next()) {
    return rows.ok() ? base::fail(base::ErrorCode::Internal, "an organisation's number is unknown") : rows.error();
  }
  const auto id = OrgId::from_bytes(rows.bytes(0));
  if (!id) return base::fail(base::ErrorCode::Disk, "an organisation's id is damaged");
  remember(*id, number);
  return *id;
}

void Organisations::forget() {
  numbers_.clear();
  ids_.clear();
}

void Organisations::remember(const OrgId& id, std::int64_t number) {
  if (ids_.size() >= max_remembered) forget();
  numbers_[id] = number;
  ids_[number] = id;
}

}  // namespace tidings::store::sqlite
