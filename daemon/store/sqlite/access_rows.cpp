#include "daemon/store/sqlite/access_rows.hpp"

namespace tidings::store::sqlite {

base::Result<std::vector<AccessRecord>> AccessReader::all() {
  std::vector<AccessRecord> found;
  auto rows = all_.rows();
  while (rows.next()) {
    AccessRecord one;
    one.name = rows.bytes(0);
    one.means = static_cast<Means>(rows.integer(1));
    one.role = static_cast<AccessRole>(rows.integer(2));
    one.max_tlp = static_cast<v1::Tlp>(rows.integer(3));
    if (const auto organisation = OrgId::from_bytes(rows.bytes(4))) one.organisation = *organisation;
    one.proof = rows.bytes(5);
    one.added_at = rows.instant(6);
    one.expires_at = rows.instant(7);
    one.added_by = rows.bytes(8);
    found.push_back(std::move(one));
  }
  if (!rows.ok()) return rows.error();
  return found;
}

base::Status AccessWriter::write(const Batch& batch) {
  for (const auto& one : batch.access) {
    const auto organisation = one.organisation.is_zero() ? std::string_view() : one.organisation.bytes();
    const auto done = write_.run(Text{one.name}, static_cast<int>(one.means), static_cast<int>(one.role),
                                 static_cast<int>(one.max_tlp), organisation, std::string_view(one.proof), one.added_at,
                                 one.expires_at, Text{one.added_by});
    if (!done) return done;
  }
  for (const auto& name : batch.access_gone) {
    if (auto done = drop_.run(Text{name}); !done) return done;
  }
  return {};
}

}  // namespace tidings::store::sqlite
