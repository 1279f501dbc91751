#include "daemon/store/header_of.hpp"

namespace tidings::store {

base::Result<std::optional<bulletin::Header>> header_of(LedgerReader& ledger, const BulletinId& id) {
  const auto bytes = ledger.header(id);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<bulletin::Header>{};
  auto header = bulletin::read_header(**bytes);
  if (!header) return header.error();
  return std::optional(std::move(*header));
}

}  // namespace tidings::store
