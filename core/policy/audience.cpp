// Who a marking reaches, as sets: the part of the policy that compares two audiences.
#include <algorithm>

#include "core/policy/marking.hpp"
#include "core/policy/may_hold.hpp"

namespace tidings::policy {
namespace {

bool contains(const std::vector<OrgId>& names, const OrgId& who) {
  return std::find(names.begin(), names.end(), who) != names.end();
}

/// Every name in `a` may hold what `b` says: it is among b's names, b's origin, or the one who says `a`.
bool names_within(const v1::Audience& a, const OrgId& a_origin, const TargetAudience& b) {
  if (a.release_to_size() == 0) return false;
  return std::all_of(a.release_to().begin(), a.release_to().end(), [&](const std::string& name) {
    const auto who = OrgId::from_bytes(name);
    return who && (*who == b.origin || *who == a_origin || contains(b.release_to, *who));
  });
}

}  // namespace

TargetAudience audience_of(const bulletin::Header& header) {
  const v1::Audience& audience = header.message.audience();
  TargetAudience target{effective(audience.tlp()), {}, audience.local(), header.origin};
  for (const auto& name : audience.release_to()) {
    // A name that is no OrgId names nobody; keeping a zero id in its place keeps the list from looking empty, which
    // would widen it.
    target.release_to.push_back(OrgId::from_bytes(name).value_or(OrgId{}));
  }
  return target;
}

bool reaches_no_further(const v1::Audience& a, const OrgId& a_origin, const TargetAudience& b) {
  if (a.local()) return true;
  if (b.local) return false;
  const v1::Tlp tlp = effective(a.tlp());
  if (tlp < effective(b.tlp)) return false;
  if (tlp == v1::TLP_RED && a.release_to_size() == 0) return true;  // it reaches nobody
  if (!b.release_to.empty()) return names_within(a, a_origin, b);
  if (effective(b.tlp) <= v1::TLP_GREEN) return true;
  // AMBER goes to its origin's direct partners, and only that origin knows who they are: anybody else may answer to it
  // alone. RED without names reaches nobody but its origin.
  if (effective(b.tlp) <= v1::TLP_AMBER_STRICT && a_origin == b.origin) return true;
  return names_within(a, a_origin, b);
}

std::string_view why_wider(const v1::Audience& a, const TargetAudience& b) {
  if (b.local) return "that stays on its origin's node";
  if (effective(a.tlp()) < effective(b.tlp)) return "that has a narrower marking";
  if (!b.release_to.empty()) return "that is released to named organisations only, and this would reach others";
  return "that goes to its origin's direct partners, and only its origin knows who they are: it alone may be answered";
}

}  // namespace tidings::policy
