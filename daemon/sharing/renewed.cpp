#include "daemon/sharing/renewed.hpp"

#include "daemon/store/header_of.hpp"

namespace tidings::sharing {
namespace {

/// It must be there when the header comes, over the thinnest of lines.
constexpr base::Duration still_held = std::chrono::minutes(15);

}  // namespace

base::Result<std::optional<bulletin::BulletinId>> former_of(store::Reading& reading, const identity::OrgId& partner,
                                                            const bulletin::Header& header, base::Instant now) {
  using Found = std::optional<bulletin::BulletinId>;
  if (header.revision == 1 || header.message.claim_count() == 0) return Found{};
  const auto places = reading.index.of_publication(header.publication);
  if (!places) return places.error();
  const auto standing = reading.index.standing(*places);
  if (!standing) return standing.error();
  for (const auto& one : *standing) {
    if (!one || one->row.origin != header.origin || one->row.revision >= header.revision) continue;
    if (one->row.claims != header.message.claim_count() || one->row.expires_at <= now + still_held) continue;
    const auto had = reading.ledger.delivered(partner, std::span(&one->row.id, 1));
    if (!had) return had.error();
    if (!had->front()) continue;
    const auto former = store::header_of(reading.ledger, one->row.id);
    if (!former) return former.error();
    if (*former && (*former)->message.claims_root() == header.message.claims_root()) return Found{one->row.id};
  }
  return Found{};
}

}  // namespace tidings::sharing
