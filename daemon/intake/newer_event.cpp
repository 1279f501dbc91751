#include "daemon/intake/newer_event.hpp"

#include <algorithm>
#include <map>

#include "core/bulletin/claim.hpp"
#include "core/bulletin/opaque_claims.hpp"
#include "core/observable/observable.hpp"
#include "formats/misp/original.hpp"

namespace tidings::intake {
namespace {

/// When the event of this uuid was last changed, as a bulletin has it; 0: it has none.
base::Result<std::uint64_t> changed_at(store::LedgerReader& ledger, store::Sequence sequence, const std::string& uuid) {
  const auto bytes = ledger.bytes(sequence);
  if (!bytes) return bytes.error();
  const auto envelope = bulletin::open(*bytes);
  if (!envelope) return envelope.error();
  std::uint64_t newest = 0;
  for (const auto place : bulletin::OpaqueClaims(*envelope).places_of(uuid)) {
    v1::Claim claim;
    if (auto read = bulletin::read_claim_bytes(envelope->claims[place], claim); !read) return read.error();
    newest = std::max(newest, misp::changed_at(claim));
  }
  return newest;
}

}  // namespace

base::Result<bool> has_newer_event(store::Reading& reading, const Draft& draft,
                                   std::span<const store::BulletinRow> former) {
  std::map<std::string, std::uint64_t> drafted;  // by the event's uuid
  for (const auto& claim : draft.claims) {
    const auto at = misp::changed_at(claim);
    if (at > 0) drafted[claim.value()] = std::max(drafted[claim.value()], at);
  }
  for (const auto& [uuid, at] : drafted) {
    const auto key = observable::index_key(observable::Type::Opaque, uuid);
    const auto hits = reading.index.exact({&key, 1});
    if (!hits) return hits.error();
    for (const auto& hit : hits->front()) {
      if (std::ranges::find(former, hit.sequence, &store::BulletinRow::sequence) == former.end()) continue;
      const auto held = changed_at(reading.ledger, hit.sequence, uuid);
      if (!held) return held.error();
      if (*held > at) return true;
    }
  }
  return false;
}

}  // namespace tidings::intake
