#include "daemon/api/expiry.hpp"

#include <algorithm>

#include "daemon/intake/draft.hpp"
#include "daemon/intake/lifetime.hpp"

namespace tidings::api {
namespace {

struct Ending {
  std::uint64_t claims{0};
  base::Instant at;
};

}  // namespace

void apply_default_expiry(const ServerOptions& options, base::Instant now, intake::Draft& draft) {
  const intake::Lifetimes lifetimes{options.default_expiry, options.max_expiry, options.expiry_by_type};
  std::size_t first = 0;
  for (auto& section : draft.sections) {
    intake::apply_lifetimes(lifetimes, now, section.context, std::span(draft.claims).subspan(first, section.count));
    first += section.count;
  }
}

void tell_expiry(const intake::Draft& draft, v1::PublishAnswer& answer) {
  std::map<std::uint32_t, Ending> by_type;
  for (const auto& section : draft.sections) {
    answer.set_expires_at(std::max<std::uint64_t>(answer.expires_at(), section.context.expires_at()));
  }
  intake::for_each_section(draft, 0, draft.claims.size(), [&](const auto& section, std::size_t, const auto& claims) {
    const auto expires = section.context.expires_at();
    for (const auto& claim : claims) {
      auto& ending = by_type[claim.type()];
      ++ending.claims;
      ending.at = std::max(ending.at, {claim.valid_until() == 0 ? expires : std::min(claim.valid_until(), expires)});
    }
  });
  for (const auto& [type, ending] : by_type) {
    auto& told = *answer.add_expiries();
    told.set_type(type);
    told.set_claims(ending.claims);
    told.set_expires_at(ending.at.us);
  }
}

}  // namespace tidings::api
