#pragma once
/// Checking bulletins: pure functions of bytes, an identity and nothing else. A delegation must cover issued_at, not
/// today. Order: bounds, signature, tree, claims.
/// Errors: TooLarge, BadInput, UnknownKey, NotDelegated, BadSignature, BadProof, Unsupported.
/// Lives on: any executor (the crypto pool, in the daemon).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/identity/card.hpp"

namespace tidings::bulletin {

/// An envelope taken apart without copying or checking: the views point into the bytes given.
/// The envelope itself is not signed, so its form is narrow: every field of ours once at most, a seed exactly where all
/// claims are and there are some, and at most max_unknown_bytes of fields of later versions.
struct Envelope {
  std::string_view header, signature, delegation_id, seed;
  std::uint32_t algorithm{0};
  std::vector<std::string_view> claims;
  bool pruned{false};
  std::vector<std::uint32_t> numbers;           ///< the number of each claim, where pruned
  std::vector<std::string_view> salts, hashes;  ///< the salt of each claim; what stands for the others, left to right
};
/// Room for what a later version adds beside a signature; more would let a relay fatten what it hands on.
inline constexpr std::size_t max_unknown_bytes = 4 * 1024;
base::Result<Envelope> open(std::string_view bytes);

/// The header alone, without walking the claims: what intake judges before it spends a signature check.
base::Result<Header> peek_header(std::string_view bytes);
/// The header's bytes, if all of them are in this beginning of a bulletin that was accepted before.
std::optional<std::string_view> header_at_beginning(std::string_view beginning);

/// A claim as the index and the merged view need it. `indexable` is false for a type we do not know or a value that is
/// not canonical by our tables: such a claim is stored and relayed, marked, and found by nobody.
struct ReadClaim {
  std::uint32_t number{0};
  bool indexable{false};
  observable::Type type{observable::Type::None};
  v1::Claim message;
};

struct Verified {
  Header header;
  std::vector<ReadClaim> claims;
  std::size_t not_indexable{0};
  bool pruned{false};  ///< some claims were withheld
};

/// All of it: signature by a key that `origin` delegated for bulletins at issued_at, tree, every claim decoded.
base::Result<Verified> verify(std::string_view bytes, const identity::Identity& origin);

/// Claims of bytes that were verified before (from the store): no signature, no tree.
base::Result<Verified> read_verified(std::string_view bytes);

/// Claim `number` of verified bytes, found without decoding the others. NotFound where it was withheld.
base::Result<v1::Claim> read_claim(std::string_view bytes, std::uint32_t number);

}  // namespace tidings::bulletin
