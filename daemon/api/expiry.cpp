#include "daemon/api/expiry.hpp"

#include <algorithm>

#include "daemon/intake/lifetime.hpp"

namespace tidings::api {
namespace {

struct Ending {
  std::uint64_t claims{0};
  base::Instant at;
};

}  // namespace

void apply_default_expiry(const ServerOptions& options, base::Instant now, v1::Header& context,
                          std::vector<v1::Claim>& claims) {
  intake::apply_lifetimes({options.default_expiry, options.max_expiry, options.expiry_by_type}, now, context, claims);
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
