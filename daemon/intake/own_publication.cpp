#include "daemon/intake/own_publication.hpp"

#include <algorithm>

#include "daemon/intake/draft.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::intake {

using base::ErrorCode;

base::Result<NextRevision> next_revision(store::Reading& reading, const Draft& draft, const OrgId& self) {
  if (draft.context.publication_id().empty()) return NextRevision{};
  const auto publication = bulletin::PublicationId::from_bytes(draft.context.publication_id());
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
  if (draft.is_new) return NextRevision{};
  return base::fail(ErrorCode::NotFound, "there is no publication " + publication->text());
}

namespace {

base::Status check_targets_of(store::LedgerReader& ledger, const v1::Header& context, const OrgId& self) {
  std::vector<policy::TargetAudience> audiences;
  for (const auto& target : context.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (!id) return base::fail(ErrorCode::BadInput, "a target's bulletin id has not 32 bytes");
    const auto held = store::header_of(ledger, *id);
    if (!held) return held.error();
    if (!*held) return base::fail(ErrorCode::NotFound, "it refers to bulletin " + id->text() + ", which is not here");
    audiences.push_back(policy::audience_of(**held));
  }
  return check_targets(context, self, audiences);
}

}  // namespace

base::Status check_held_targets(store::LedgerReader& ledger, const Draft& draft, const OrgId& self) {
  if (draft.cuts.empty()) return check_targets_of(ledger, draft.context, self);
  for (const auto& cut : draft.cuts) {
    if (const auto checked = check_targets_of(ledger, cut.context, self); !checked) return checked;
  }
  return {};
}

}  // namespace tidings::intake
