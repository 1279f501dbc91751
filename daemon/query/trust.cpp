#include "daemon/query/trust.hpp"

#include <algorithm>

namespace tidings::query {

std::uint8_t trust_in(const partners::Book& book, const indicator::Weights& weights,
                      const identity::OrgId& organisation) {
  if (organisation == book.self) return 100;
  if (const auto* partner = book.find(organisation)) return partner->record.terms.trust;
  const auto known = book.identities.find(organisation);
  if (known == book.identities.end()) return 0;
  const auto* introducer = book.find(known->second.introduced_by);
  return introducer == nullptr ? std::uint8_t{0} : std::min(weights.introduced_trust, introducer->record.terms.trust);
}

}  // namespace tidings::query
