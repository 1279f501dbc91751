#include "daemon/intake/own_publication.hpp"

#include <algorithm>

#include "core/bulletin/verify.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

base::Result<policy::TargetAudience> audience_held(store::LedgerReader& ledger, std::string_view bulletin,
                                                   const std::string& how) {
  const auto id = BulletinId::from_bytes(bulletin);
  if (!id) return base::fail(ErrorCode::BadInput, "the id of a bulletin " + how + " has not 32 bytes");
  const auto bytes = ledger.bytes(*id);
  if (!bytes) return bytes.error();
  if (!*bytes) return base::fail(ErrorCode::NotFound, how + " bulletin " + id->text() + ", which is not here");
  const auto held = bulletin::peek_header(**bytes);
  if (!held) return held.error();
  return policy::audience_of(*held);
}

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

base::Status check_held(store::LedgerReader& ledger, const v1::Header& context, const OrgId& self) {
  std::vector<policy::TargetAudience> targets, bases;
  for (const auto& target : context.targets()) {
    auto held = audience_held(ledger, target.bulletin_id(), "it refers to");
    if (!held) return held.error();
    targets.push_back(std::move(*held));
  }
  for (const auto& id : context.based_on()) {
    auto held = audience_held(ledger, id, "it is based on");
    const bool is_gone = !held && held.error().code == ErrorCode::NotFound && !context.publication_id().empty();
    if (is_gone) continue;
    if (!held) return held.error();
    bases.push_back(std::move(*held));
  }
  if (auto checked = check_targets(context, self, targets); !checked) return checked;
  return check_bases(context.audience(), self, bases);
}

}  // namespace tidings::intake
