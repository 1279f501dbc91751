#include "daemon/intake/own_publication.hpp"

#include <algorithm>

#include "daemon/intake/draft.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::intake {

using base::ErrorCode;

namespace {

base::Result<policy::TargetAudience> audience_held(store::LedgerReader& ledger, std::string_view bulletin,
                                                   const std::string& how) {
  const auto id = BulletinId::from_bytes(bulletin);
  if (!id) return base::fail(ErrorCode::BadInput, "the id of a bulletin " + how + " has not 32 bytes");
  const auto held = store::header_of(ledger, *id);
  if (!held) return held.error();
  if (!*held) return base::fail(ErrorCode::NotFound, how + " bulletin " + id->text() + ", which is not here");
  return policy::audience_of(**held);
}

/// Whether what a draft is based on may be gone since: an amendment's, and what was looked at when it was held.
bool was_checked_before(const Draft& draft) {
  return draft.held || (!draft.context.publication_id().empty() && !draft.is_new);
}

base::Status check_context_held(store::LedgerReader& ledger, const v1::Header& context, bool bases_may_be_gone,
                                const OrgId& self) {
  std::vector<policy::TargetAudience> targets, bases;
  for (const auto& target : context.targets()) {
    auto held = audience_held(ledger, target.bulletin_id(), "it refers to");
    if (!held) return held.error();
    targets.push_back(std::move(*held));
  }
  for (const auto& id : context.based_on()) {
    auto held = audience_held(ledger, id, "it is based on");
    if (!held && held.error().code == ErrorCode::NotFound && bases_may_be_gone) continue;
    if (!held) return held.error();
    bases.push_back(std::move(*held));
  }
  if (auto checked = check_targets(context, self, targets); !checked) return checked;
  return check_bases(context.audience(), self, bases);
}

}  // namespace

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

base::Status check_held(store::LedgerReader& ledger, const Draft& draft, const OrgId& self) {
  const bool bases_may_be_gone = was_checked_before(draft);
  if (draft.cuts.empty()) return check_context_held(ledger, draft.context, bases_may_be_gone, self);
  for (const auto& cut : draft.cuts) {
    if (auto checked = check_context_held(ledger, cut.context, bases_may_be_gone, self); !checked) return checked;
  }
  return {};
}

}  // namespace tidings::intake
