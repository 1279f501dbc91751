#include "daemon/api/expiry.hpp"

#include <algorithm>

namespace tidings::api {
namespace {

struct Ending {
  std::uint64_t claims{0};
  base::Instant at;
};

base::Duration lifetime_of(const ServerOptions& options, const v1::Claim& claim) {
  const auto type = observable::type_from_number(claim.type()).value_or(observable::Type::None);
  const auto given = options.expiry_by_type.find(type);
  return given == options.expiry_by_type.end() ? options.default_expiry : given->second;
}

/// A claim that begins later lives as long from there.
base::Instant end_of(const ServerOptions& options, base::Instant now, const v1::Claim& claim) {
  if (claim.valid_until() != 0) return {claim.valid_until()};
  return std::max(now, base::Instant{claim.valid_from()}) + lifetime_of(options, claim);
}

}  // namespace

void apply_default_expiry(const ServerOptions& options, base::Instant now, v1::Header& context,
                          std::vector<v1::Claim>& claims) {
  if (context.kind() != v1::KIND_REPORT || claims.empty()) return;
  base::Instant last = now;
  for (const auto& claim : claims) last = std::max(last, end_of(options, now, claim));
  // A claim may name any date; what carries it ends no later than anything published here.
  const auto expires = std::min(last, now + options.max_expiry);
  context.set_expires_at(expires.us);
  for (auto& claim : claims) {
    const auto end = end_of(options, now, claim);
    if (end < expires) claim.set_valid_until(end.us);
  }
}

void tell_expiry(const v1::Header& context, const std::vector<v1::Claim>& claims, v1::PublishAnswer& answer) {
  answer.set_expires_at(context.expires_at());
  std::map<std::uint32_t, Ending> by_type;
  for (const auto& claim : claims) {
    auto& ending = by_type[claim.type()];
    ++ending.claims;
    const auto end =
        claim.valid_until() == 0 ? context.expires_at() : std::min(claim.valid_until(), context.expires_at());
    ending.at = std::max(ending.at, {end});
  }
  for (const auto& [type, ending] : by_type) {
    auto& told = *answer.add_expiries();
    told.set_type(type);
    told.set_claims(ending.claims);
    told.set_expires_at(ending.at.us);
  }
}

}  // namespace tidings::api
