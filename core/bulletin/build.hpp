#pragma once
/// Making bulletins: from a context and claims to signed bytes, split into parts that keep every limit.
/// Errors: TooLarge (a context or claim beyond its limit), BadInput (a claim that is not canonical).
/// Lives on: any executor (pure but for the random seed).
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/identity/key.hpp"

namespace tidings::bulletin {

struct Signed {
  Header header;
  std::string bytes;  ///< a v1::Bulletin
};

struct Signer {
  const identity::SigningKey& key;
  identity::DelegationId delegation;
};

/// Signs one bulletin. `context` has all but version, canonicalisation, claim_count and claims_root, which are set here.
base::Result<Signed> build(const Signer& signer, v1::Header context, std::span<const v1::Claim> claims);

/// Cuts claims into runs that each fit one bulletin beside `context` (max_claims, max_bulletin_bytes with room for the
/// envelope). At least one run, also for no claims.
std::vector<std::span<const v1::Claim>> split(const v1::Header& context, std::span<const v1::Claim> claims);

}  // namespace tidings::bulletin
