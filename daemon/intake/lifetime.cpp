#include "daemon/intake/lifetime.hpp"

#include <algorithm>

namespace tidings::intake {
namespace {

base::Duration lifetime_of(const Lifetimes& lifetimes, const v1::Claim& claim) {
  const auto type = observable::type_from_number(claim.type()).value_or(observable::Type::None);
  const auto given = lifetimes.by_type.find(type);
  return given == lifetimes.by_type.end() ? lifetimes.preset : given->second;
}

base::Instant end_of(const Lifetimes& lifetimes, base::Instant now, const v1::Claim& claim) {
  if (claim.valid_until() != 0) return {claim.valid_until()};
  return std::max(now, base::Instant{claim.valid_from()}) + lifetime_of(lifetimes, claim);
}

}  // namespace

void apply_lifetimes(const Lifetimes& lifetimes, base::Instant now, v1::Header& context, std::span<v1::Claim> claims) {
  if (context.kind() != v1::KIND_REPORT || claims.empty()) return;
  base::Instant last = now;
  for (const auto& claim : claims) last = std::max(last, end_of(lifetimes, now, claim));
  // A claim may name any date; what carries it ends no later than anything published here.
  const auto expires = std::min(last, now + lifetimes.most);
  context.set_expires_at(expires.us);
  for (auto& claim : claims) {
    const auto end = end_of(lifetimes, now, claim);
    if (end < expires) claim.set_valid_until(end.us);
  }
}

}  // namespace tidings::intake
