#include "daemon/intake/draft.hpp"

#include <algorithm>

#include "core/bulletin/benign.hpp"
#include "core/bulletin/claim.hpp"
#include "core/observable/observable.hpp"
#include "core/policy/may_hold.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

/// A sensor's clock may be ahead of ours by so much: IntakeOptions::clock_skew's default.
constexpr base::Duration seen_ahead = std::chrono::minutes(10);

bool answers_others(v1::Kind kind) { return kind == v1::KIND_SIGHTING || kind == v1::KIND_DISPUTE; }

base::Status check_sighting(const v1::Sighting& sighting, base::Instant latest) {
  if (sighting.count() == 0) return base::fail(ErrorCode::BadInput, "a sighting counts at least one");
  if (sighting.last_seen() != 0 && sighting.first_seen() > sighting.last_seen()) {
    return base::fail(ErrorCode::BadInput, "it was first seen after it was last seen");
  }
  if (std::max(sighting.first_seen(), sighting.last_seen()) > latest.us) {
    return base::fail(ErrorCode::BadInput, "it was seen in the future");
  }
  return {};
}

base::Error of_claim(std::size_t number, const base::Error& error) {
  return base::fail(error.code, "claim " + std::to_string(number) + ": " + error.what);
}

base::Status check_claim(const v1::Claim& claim, base::Instant latest_seen) {
  if (claim.has_sighting()) {
    if (const auto checked = check_sighting(claim.sighting(), latest_seen); !checked) return checked;
  }
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

base::Status settle_verdicts(Draft& draft, std::size_t from, std::size_t count) {
  base::Status settled;
  for_each_section(draft, from, count, [&](const Section& section, std::size_t first, std::span<v1::Claim> claims) {
    for (std::size_t i = 0; settled && i < claims.size(); ++i) {
      if (const auto one = bulletin::settle_benign(section.context, claims[i]); !one)
        settled = of_claim(first + i, one.error());
    }
  });
  return settled;
}

base::Status check_names(const partners::Book& book, const v1::Header& context, const std::set<OrgId>& named_before) {
  for (const auto& name : context.audience().release_to()) {
    const auto id = OrgId::from_bytes(name);
    if (!id) return base::fail(ErrorCode::BadInput, "an organisation in release_to has not 32 bytes");
    if (*id == book.self || book.find(*id) != nullptr || named_before.contains(*id)) continue;
    // It has the audience of what it takes back: who of those is no partner now keeps it from none of the others.
    if (context.kind() == v1::KIND_WITHDRAWAL) continue;
    // An answer may go back to an origin that we know through a partner only, by way of that partner.
    if (answers_others(context.kind()) && book.identity(*id) != nullptr) continue;
    return base::fail(ErrorCode::Policy, "release_to names " + id->brief() + ", which is no partner of ours");
  }
  return {};
}

base::Status check_context(const v1::Header& context, base::Instant now) {
  const auto& audience = context.audience();
  if (context.kind() == v1::KIND_UNSPECIFIED) return base::fail(ErrorCode::BadInput, "the kind is not stated");
  if (audience.tlp() == v1::TLP_UNSPECIFIED) return base::fail(ErrorCode::BadInput, "the TLP is not stated");
  if (audience.tlp() == v1::TLP_RED && audience.release_to().empty() && !audience.local()) {
    return base::fail(ErrorCode::Policy, "RED goes to named organisations only, and none is named");
  }
  if (context.expires_at() <= now.us) return base::fail(ErrorCode::Expired, "it would have expired already");
  return {};
}

base::Status check_claims(const std::vector<v1::Claim>& claims, std::size_t from, std::size_t count,
                          base::Instant now) {
  const auto end = std::min(claims.size(), from + count);
  for (std::size_t i = from; i < end; ++i) {
    if (const auto checked = check_claim(claims[i], now + seen_ahead); !checked) {
      return of_claim(i, checked.error());
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
      return base::fail(ErrorCode::Policy,
                        "its audience is wider than that of what it refers to (wider_than_target): " +
                            std::string(policy::why_wider(context.audience(), target)));
    }
  }
  return {};
}

base::Status check_bases(const v1::Audience& audience, const OrgId& self,
                         const std::vector<policy::TargetAudience>& bases) {
  for (const auto& base : bases) {
    if (policy::reaches_no_further(audience, self, base)) continue;
    return base::fail(ErrorCode::Policy, "its audience is wider than that of what it is based on: " +
                                             std::string(policy::why_wider(audience, base)));
  }
  return {};
}

}  // namespace tidings::intake
