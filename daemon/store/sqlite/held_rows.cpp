#include "daemon/store/sqlite/held_rows.hpp"

namespace tidings::store::sqlite {
namespace {

std::optional<std::int64_t> approval(const HeldRecord& one) {
  return one.approved_by ? std::optional<std::int64_t>(*one.approved_by) : std::nullopt;  // nobody is NULL
}

base::Result<HeldRecord> record(const Rows& rows) {
  const auto id = HeldId::from_bytes(rows.bytes(0));
  if (!id) return base::fail(base::ErrorCode::Disk, "an id in the ledger is damaged");
  HeldRecord one;
  one.id = *id;
  one.held_by = rows.small(1);
  one.held_at = rows.instant(2);
  one.release_at = rows.instant(3);
  one.ends_at = rows.instant(4);
  one.needs_review = rows.integer(5) != 0;
  if (!rows.is_null(6)) one.approved_by = rows.small(6);
  one.kind = static_cast<v1::Kind>(rows.integer(7));
  one.tlp = static_cast<v1::Tlp>(rows.integer(8));
  one.claims = rows.number(9);
  one.size = rows.number(10);
  one.title = rows.bytes(11);
  one.trouble = rows.bytes(12);
  return one;
}

}  // namespace

base::Result<std::vector<HeldRecord>> HeldReader::all() {
  std::vector<HeldRecord> found;
  auto rows = all_.rows();
  while (rows.next()) {
    auto one = record(rows);
    if (!one) return one.error();
    found.push_back(std::move(*one));
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Result<std::optional<std::string>> HeldReader::draft(const HeldId& id) {
  auto rows = draft_.rows(id.bytes());
  if (rows.next()) return std::optional(std::string(rows.bytes(0)));
  if (!rows.ok()) return rows.error();
  return std::optional<std::string>{};
}

base::Status HeldWriter::add(const NewHeld& held) {
  const auto& one = held.record;
  const auto done = add_.run(one.id.bytes(), one.held_by, one.held_at, one.release_at, one.ends_at, one.needs_review,
                             approval(one), static_cast<int>(one.kind), static_cast<int>(one.tlp), one.claims, one.size,
                             Text{one.title}, Text{one.trouble});
  if (!done) return done;
  return add_draft_.run(one.id.bytes(), std::string_view(held.draft));
}

base::Status HeldWriter::end(const HeldId& id) {
  if (auto done = end_.run(id.bytes()); !done) return done;
  return end_draft_.run(id.bytes());
}

base::Status HeldWriter::write(const Batch& batch) {
  for (const auto& one : batch.held) {
    if (auto done = add(one); !done) return done;
  }
  for (const auto& one : batch.held_changes) {
    const auto done = change_.run(one.id.bytes(), one.release_at, one.ends_at, approval(one), Text{one.trouble});
    if (!done) return done;
  }
  for (const auto& id : batch.held_ends) {
    if (auto done = end(id); !done) return done;
  }
  return {};
}

}  // namespace tidings::store::sqlite
