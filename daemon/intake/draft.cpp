#include "daemon/intake/draft.hpp"

#include <algorithm>

#include "core/bulletin/claim.hpp"
#include "core/observable/observable.hpp"
#include "core/policy/may_hold.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

base::Status check_names(const partners::Book& book, const v1::Audience& audience) {
  for (const auto& name : audience.release_to()) {
    const auto id = OrgId::from_bytes(name);
    if (!id) return base::fail(ErrorCode::BadInput, "an organisation in release_to has not 32 bytes");
    if (*id == book.self || book.find(*id) != nullptr) continue;
    return base::fail(ErrorCode::Policy, "release_to names " + id->brief() + ", which is no partner of ours");
  }
  return {};
}

base::Status check_claim(const v1::Claim& claim) {
  v1::Claim read_back;
  if (const auto read = bulletin::read_claim_bytes(claim.SerializeAsString(), read_back); !read) return read;
  const auto type = observable::type_from_number(claim.type());
  if (!type || *type == observable::Type::None) {
    return base::fail(ErrorCode::BadInput, "observable type " + std::to_string(claim.type()) + " is not known here");
  }
  if (observable::is_canonical(*type, claim.value())) return {};
  return base::fail(ErrorCode::BadInput, "the value is not a canonical " + std::string(observable::name(*type)));
}

}  // namespace

base::Status check_context(const partners::Book& book, const v1::Header& context, base::Instant now) {
  const auto& audience = context.audience();
  if (context.kind() == v1::KIND_UNSPECIFIED) return base::fail(ErrorCode::BadInput, "the kind is not stated");
  if (audience.tlp() == v1::TLP_UNSPECIFIED) return base::fail(ErrorCode::BadInput, "the TLP is not stated");
  if (audience.tlp() == v1::TLP_RED && audience.release_to().empty() && !audience.local()) {
    return base::fail(ErrorCode::Policy, "RED goes to named organisations only, and none is named");
  }
  if (context.expires_at() <= now.us) return base::fail(ErrorCode::Expired, "it would have expired already");
  return check_names(book, audience);
}

base::Status check_claims(const std::vector<v1::Claim>& claims, std::size_t from, std::size_t count) {
  const auto end = std::min(claims.size(), from + count);
  for (std::size_t i = from; i < end; ++i) {
    if (const auto checked = check_claim(claims[i]); !checked) {
      return base::fail(checked.error().code, "claim " + std::to_string(i) + ": " + checked.error().what);
    }
  }
  return {};
}

base::Status check_targets(const v1::Header& context, const OrgId& self,
                           const std::vector<policy::TargetAudience>& targets) {
  for (const auto& target : targets) {
    if (context.kind() == v1::KIND_WITHDRAWAL && target.origin != self) {
      return base::fail(ErrorCode::Policy, "only the origin of a bulletin withdraws it");
    }
    if (!policy::reaches_no_further(context.audience(), self, target)) {
      return base::fail(ErrorCode::Policy, "its audience is wider than that of what it refers to");
    }
  }
  return {};
}

base::Status check_bases(const v1::Audience& audience, const OrgId& self,
                         const std::vector<policy::TargetAudience>& bases) {
  const auto is_within = [&](const policy::TargetAudience& base) {
    return policy::reaches_no_further(audience, self, base);
  };
  if (std::ranges::all_of(bases, is_within)) return {};
  return base::fail(ErrorCode::Policy, "its audience is wider than that of what it is based on");
}

}  // namespace tidings::intake
