#pragma once
/// Making bulletins: from a context and claims to signed bytes, split into parts that keep every limit.
/// What is built was read back by the same reader that others use, so nothing leaves that a partner would refuse.
/// Claims are taken as given, in their order; leaving out what is said twice is the publisher's.
/// Errors: TooLarge (a context or claim beyond its limit), BadInput (a claim that is not canonical), those of
/// read_header. Lives on: any executor (pure but for the random seed).
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
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

/// Signs one bulletin. `context` has all but version, canonicalisation, claim_count and claims_root, which are set
/// here.
base::Result<Signed> build(const Signer& signer, v1::Header context, std::span<const v1::Claim> claims);
/// The same with a given seed of 32 bytes. A seed that others know or that is used twice gives withheld claims away.
base::Result<Signed> build_with_seed(const Signer& signer, v1::Header context, std::span<const v1::Claim> claims,
                                     std::string_view seed);

/// The same claims under a header of another revision and other dates, all else as it was: seed and leaves are the
/// same, so the root is, and who holds the former can make this one of the header and what is there (same_claims.hpp).
/// `whole` was accepted before. Unsupported for a pruned one.
struct Renewal {
  base::Instant issued_at, expires_at;
  std::uint32_t revision{1};
};
base::Result<Signed> renew(const Signer& signer, std::string_view whole, const Renewal& renewal);

/// 1,000 claims make some 40 KiB: three pieces on the wire, between which a higher lane goes.
inline constexpr std::size_t default_claims_each = 1000;

/// Cuts claims into runs that each fit one bulletin beside `context`: at most `max_claims_each` (and max_claims) in
/// one, and max_bulletin_bytes with room for the envelope. At least one run, also for no claims. A claim that fits no
/// bulletin is a run of its own, which build() refuses.
std::vector<std::span<const v1::Claim>> split(const v1::Header& context, std::span<const v1::Claim> claims,
                                              std::size_t max_claims_each = default_claims_each);

}  // namespace tidings::bulletin
