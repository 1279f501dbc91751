#include "daemon/intake/own_publication.hpp"

#include <algorithm>

#include "core/bulletin/verify.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

}  // namespace

base::Result<NextRevision> next_revision(store::Reading& reading, const v1::Header& context, const OrgId& self) {
  if (context.publication_id().empty()) return NextRevision{};
  const auto publication = bulletin::PublicationId::from_bytes(context.publication_id());
  if (!publication) return base::fail(ErrorCode::BadInput, "the publication's id has not 16 bytes");
  const auto parts = reading.index.of_publication(*publication);
  if (!parts) return parts.error();
  const auto standing = reading.index.standing(*parts);
  if (!standing) return standing.error();
  NextRevision next{0, {}};
  bool anothers = false;
  for (const auto& part : *standing) {
    if (!part) continue;
    if (part->row.origin != self) {
      anothers = true;
      continue;
    }
    next.number = std::max(next.number, part->row.revision);
    if (!part->withdrawn) next.former_until = std::max(next.former_until, part->row.expires_at);
  }
  if (next.number > 0) return NextRevision{next.number + 1, next.former_until};
  if (anothers) return base::fail(ErrorCode::Policy, "only the origin of a publication amends it");
  return base::fail(ErrorCode::NotFound, "there is no publication " + publication->text());
}

base::Status check_held_targets(store::LedgerReader& ledger, const v1::Header& context, const OrgId& self) {
  std::vector<policy::TargetAudience> audiences;
  for (const auto& target : context.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (!id) return base::fail(ErrorCode::BadInput, "a target's bulletin id has not 32 bytes");
    const auto bytes = ledger.bytes(*id);
    if (!bytes) return bytes.error();
    if (!*bytes) return base::fail(ErrorCode::NotFound, "it refers to bulletin " + id->text() + ", which is not here");
    const auto held = bulletin::peek_header(**bytes);
    if (!held) return held.error();
    audiences.push_back(policy::audience_of(*held));
  }
  return check_targets(context, self, audiences);
}

}  // namespace tidings::intake
