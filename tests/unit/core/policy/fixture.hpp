#pragma once
// Organisations and headers for the tests of the policy.
#include <initializer_list>
#include <string>

#include "core/policy/may_hold.hpp"

namespace tidings::policy::test {

inline OrgId org(char letter) { return *OrgId::from_bytes(std::string(32, letter)); }
inline const OrgId us = org('u'), partner = org('p'), other = org('o'), stranger = org('s');
inline constexpr base::Instant now{1'700'000'000'000'000};
inline const base::Instant tomorrow = now + base::Duration(std::chrono::hours(24));

inline bulletin::Header header(const OrgId& origin, v1::Tlp tlp, std::initializer_list<OrgId> release_to = {},
                               v1::Kind kind = v1::KIND_REPORT) {
  bulletin::Header made;
  made.origin = origin;
  made.kind = kind;
  made.issued_at = now;
  made.expires_at = tomorrow;
  made.message.set_kind(kind);
  auto& audience = *made.message.mutable_audience();
  audience.set_tlp(tlp);
  for (const auto& name : release_to) audience.add_release_to(name.str());
  return made;
}

/// Terms under which everything flows.
inline Terms open_terms() { return {v1::TLP_RED, v1::TLP_RED, true, true}; }

inline Handing giving(const OrgId& receiver, const Terms& terms = open_terms(), Standing standing = Standing::Active) {
  return {Side::Giver, us, receiver, terms, standing};
}
inline Handing receiving(const OrgId& giver, const Terms& terms = open_terms(), Standing standing = Standing::Active) {
  return {Side::Receiver, giver, us, terms, standing};
}

}  // namespace tidings::policy::test
