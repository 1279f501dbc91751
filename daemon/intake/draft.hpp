#pragma once
/// What must hold of a draft before anything of it is signed.
/// Errors: BadInput, TooLarge, Policy, Expired.
/// Lives on: any executor (pure).
#include <algorithm>
#include <set>
#include <span>

#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

/// Calls each(section, first, claims) for the claims of [from, from + count), section by section; `first` is the place
/// of the first of them in the draft.
template <class AnyDraft, class Each>
void for_each_section(AnyDraft& draft, std::size_t from, std::size_t count, const Each& each) {
  const auto end = std::min(draft.claims.size(), from + count);
  std::size_t begins = 0;
  for (const auto& section : draft.sections) {
    const auto first = std::max(begins, from), last = std::min(begins + section.count, end);
    if (first < last) each(section, first, std::span(draft.claims).subspan(first, last - first));
    begins += section.count;
    if (begins >= end) return;
  }
}

/// States the verdict of those of the claims [from, from + count) that are called benign (core/bulletin/benign.hpp).
base::Status settle_verdicts(Draft& draft, std::size_t from, std::size_t count);

/// All but whom it names.
base::Status check_context(const v1::Header& context, base::Instant now);
/// That whom it names are partners, or were named by what it replaces: they get nothing, and keep it from no other.
base::Status check_names(const partners::Book& book, const v1::Header& context, const std::set<OrgId>& named_before);

/// Claims [from, from + count) within their limits and canonical; sightings of a count and a window that can be.
base::Status check_claims(const std::vector<v1::Claim>& claims, std::size_t from, std::size_t count, base::Instant now);

/// Whether `context` may refer to these targets: never further than they reach, and only their origin withdraws.
base::Status check_targets(const v1::Header& context, const OrgId& self,
                           const std::vector<policy::TargetAudience>& targets);

/// Whether what came from bulletins with these audiences may be said to `audience`: to nobody whom they do not reach.
base::Status check_bases(const v1::Audience& audience, const OrgId& self,
                         const std::vector<policy::TargetAudience>& bases);

}  // namespace tidings::intake
