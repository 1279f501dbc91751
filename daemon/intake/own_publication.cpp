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

/// Whether some section is for all who hold what had this audience. GREEN is for the community alone: a partner beside
/// it may hold what is AMBER.
bool is_reached(const Draft& draft, const v1::Audience& former, const OrgId& self) {
  return std::ranges::any_of(draft.sections, [&](const Section& section) {
    bulletin::Header replacing;
    replacing.origin = self;
    *replacing.message.mutable_audience() = section.context.audience();
    const bool beside = section.context.audience().tlp() == v1::TLP_GREEN && former.tlp() != v1::TLP_GREEN;
    return !beside && policy::reaches_no_further(former, self, policy::audience_of(replacing));
  });
}

void add_names(const v1::Audience& audience, std::set<OrgId>& named) {
  for (const auto& name : audience.release_to()) {
    if (const auto id = OrgId::from_bytes(name)) named.insert(*id);
  }
}

/// Parts are numbered among those of one audience, so the first part of each tells them all. One that says no more than
/// that something is gone is none of what the former says.
base::Status find_left(store::LedgerReader& ledger, const Draft& draft, const OrgId& self, NextRevision& next) {
  std::vector<store::BulletinRow> saying;
  for (const auto& row : next.former) {
    const bool may_be_left = row.part == 1 && !row.local;
    auto header = base::Result<std::optional<bulletin::Header>>(std::optional<bulletin::Header>{});
    if (may_be_left) header = store::header_of(ledger, row.id);
    if (!header) return header.error();
    if (*header) add_names((*header)->message.audience(), next.named);
    const bool left = *header && !is_reached(draft, (*header)->message.audience(), self);
    if (!left || row.claims > 0) saying.push_back(row);
    if (!left) continue;
    auto& context = next.left.emplace_back();
    context.set_kind((*header)->message.kind());
    context.set_title((*header)->message.title());
    *context.mutable_audience() = (*header)->message.audience();
    context.set_expires_at(next.former_until.us);
  }
  next.former = std::move(saying);
  return {};
}

std::uint64_t withdrawn_of(const store::Standing& part) {
  return part.withdrawn ? std::uint64_t{part.row.claims} + 1 : part.withdrawn_claims.size();
}

/// `next` has the number of what is there. Of what expired since there may be less.
base::Status check_unchanged(const NextRevision& next, const MadeFrom& made_from) {
  const bool is_own = made_from.begun && next.number == made_from.revision + 1 && next.former_withdrawn == 0;
  if (is_own || next.number < made_from.revision) return {};
  if (next.number > made_from.revision) {
    return base::fail(ErrorCode::Policy, "what it replaces was amended since it was held (revision " +
                                             std::to_string(next.number) + " is there, it was made from " +
                                             std::to_string(made_from.revision) + "); drop it, and amend that anew");
  }
  if (next.former_withdrawn <= made_from.withdrawn) return {};
  return base::fail(ErrorCode::Policy,
                    "what it replaces was withdrawn, or some of it, since it was held, and might come back; drop it");
}

/// Whether nothing that this revision says is left. A part without claims may only say that something is gone.
bool is_withdrawn(const std::vector<std::optional<store::Standing>>& parts, std::uint32_t revision, const OrgId& self) {
  bool any_claims = false, any_left = false, any_claims_left = false;
  for (const auto& part : parts) {
    if (!part || part->row.origin != self || part->row.revision != revision) continue;
    const bool left = !part->withdrawn && (part->row.claims == 0 || part->withdrawn_claims.size() < part->row.claims);
    any_claims = any_claims || part->row.claims > 0;
    any_left = any_left || left;
    any_claims_left = any_claims_left || (left && part->row.claims > 0);
  }
  return any_claims ? !any_claims_left : !any_left;
}

}  // namespace

MadeFrom made_from(const NextRevision& next) { return {next.number - 1, next.former_withdrawn, false}; }

base::Result<NextRevision> next_revision(store::Reading& reading, const Draft& draft, const OrgId& self) {
  if (draft.context.publication_id().empty()) return NextRevision{};
  const auto publication = bulletin::PublicationId::from_bytes(draft.context.publication_id());
  if (!publication) return base::fail(ErrorCode::BadInput, "the publication's id has not 16 bytes");
  const auto parts = reading.index.of_publication(*publication);
  if (!parts) return parts.error();
  const auto standing = reading.index.standing(*parts);
  if (!standing) return standing.error();
  NextRevision next{0, {}, {}, true, 0, {}, {}};
  bool anothers = false;
  for (const auto& part : *standing) {
    if (!part) continue;
    if (part->row.origin != self) {
      anothers = true;
      continue;
    }
    if (!part->withdrawn) next.former_until = std::max(next.former_until, part->row.expires_at);
    if (part->row.revision < next.number) continue;
    if (part->row.revision > next.number) next = {part->row.revision, next.former_until, {}, true, 0, {}, {}};
    if (part->withdrawn || !part->withdrawn_claims.empty()) next.former_is_whole = false;
    next.former_withdrawn += withdrawn_of(*part);
    if (!part->withdrawn) next.former.push_back(part->row);
  }
  if (draft.made_from) {
    if (auto same = check_unchanged(next, *draft.made_from); !same) return same.error();
  }
  if (next.number > 0) {
    ++next.number;
    // Who reads a document of that name again says it anew.
    if (!draft.is_new && is_withdrawn(*standing, next.number - 1, self)) {
      return base::fail(ErrorCode::Policy, "all of it is withdrawn: a revision would bring it back; publish it anew");
    }
    if (auto left = find_left(reading.ledger, draft, self, next); !left) return left.error();
    return next;
  }
  if (draft.is_new) return NextRevision{};  // another may have published the same event under its id
  if (anothers) return base::fail(ErrorCode::Policy, "only the origin of a publication amends it");
  return base::fail(ErrorCode::NotFound, "there is no publication " + publication->text());
}

base::Status check_held(store::LedgerReader& ledger, const Draft& draft, const OrgId& self) {
  const bool bases_may_be_gone = was_checked_before(draft);
  for (const auto& section : draft.sections) {
    if (auto checked = check_context_held(ledger, section.context, bases_may_be_gone, self); !checked) return checked;
  }
  return {};
}

}  // namespace tidings::intake
