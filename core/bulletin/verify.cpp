#include "core/bulletin/verify.hpp"

#include <algorithm>

#include "core/bulletin/claim.hpp"
#include "core/bulletin/merkle.hpp"
#include "core/bulletin/wire.hpp"
#include "core/observable/observable.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

constexpr std::uint32_t ed25519 = 1;
constexpr std::uint32_t seed_field = 5;
constexpr std::uint32_t claims_field = 6;

base::Status check_signature(const Envelope& envelope, const Header& header, const identity::Identity& origin) {
  if (header.origin != origin.organisation) {
    return base::fail(ErrorCode::UnknownKey,
                      "the identity given is not that of the bulletin's origin " + header.origin.brief());
  }
  if (envelope.algorithm != ed25519) {
    return base::fail(ErrorCode::Unsupported,
                      "signature algorithm " + std::to_string(envelope.algorithm) + " is not known here");
  }
  const auto delegation_id = identity::DelegationId::from_bytes(envelope.delegation_id);
  const auto signature = identity::Signature::from_bytes(envelope.signature);
  if (!delegation_id || !signature)
    return base::fail(ErrorCode::BadInput, "the bulletin lacks a whole signature or delegation id");
  const identity::Delegation* delegation = origin.find(*delegation_id);
  if (!delegation) {
    return base::fail(ErrorCode::NotDelegated, "the origin's identity has no delegation " + delegation_id->brief());
  }
  if (!delegation->covers(header.issued_at, identity::DelegatedFor::Bulletins)) {
    return base::fail(ErrorCode::NotDelegated,
                      "the key was not delegated for bulletins at " + base::to_text(header.issued_at));
  }
  if (!identity::verify(delegation->key, identity::purpose::bulletin, envelope.header, *signature)) {
    return base::fail(ErrorCode::BadSignature, "the signature does not fit the header");
  }
  return {};
}

/// That there are as many claims as the signed header says: before any hash is spent on them.
base::Status check_count(const Envelope& envelope, const v1::Header& header) {
  const std::size_t stated = header.claim_count();
  if (!envelope.pruned) {
    if (envelope.claims.size() == stated) return {};
    return base::fail(ErrorCode::BadProof, "the header says " + std::to_string(stated) + " claims, " +
                                               std::to_string(envelope.claims.size()) + " came");
  }
  const auto& numbers = envelope.numbers;
  const bool rising = std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>()) == numbers.end();
  if (!rising || (!numbers.empty() && numbers.back() >= stated)) {
    return base::fail(ErrorCode::BadProof,
                      "the claims' numbers do not rise, or go beyond the " + std::to_string(stated) + " claims");
  }
  return {};
}

std::optional<base::Digest> pruned_root(const Envelope& envelope, std::size_t count) {
  std::vector<base::Digest> leaves;
  std::vector<base::Digest> withheld;
  leaves.reserve(envelope.claims.size());
  for (std::size_t i = 0; i < envelope.claims.size(); ++i) {
    leaves.push_back(leaf_hash(envelope.salts[i], envelope.claims[i]));
  }
  withheld.reserve(envelope.hashes.size());
  for (const auto hash : envelope.hashes) withheld.push_back(*base::Digest::from_bytes(hash));
  return root_of_pruned(count, envelope.numbers, leaves, withheld);
}

base::Status check_tree(const Envelope& envelope, const v1::Header& header) {
  const std::optional<base::Digest> root =
      envelope.pruned ? pruned_root(envelope, header.claim_count()) : merkle_root(envelope.seed, envelope.claims);
  if (!root || root->bytes() != header.claims_root()) {
    return base::fail(ErrorCode::BadProof, "the claims do not fit the root in the signed header");
  }
  return {};
}

base::Result<Verified> read_claims(const Envelope& envelope, Header header) {
  Verified verified{std::move(header), {}, 0, envelope.pruned};
  verified.claims.resize(envelope.claims.size());
  for (std::size_t i = 0; i < envelope.claims.size(); ++i) {
    ReadClaim& claim = verified.claims[i];
    claim.number = envelope.pruned ? envelope.numbers[i] : static_cast<std::uint32_t>(i);
    if (const auto read = read_claim_bytes(envelope.claims[i], claim.message); !read) {
      return base::fail(read.error().code, "claim " + std::to_string(claim.number) + ": " + read.error().what);
    }
    claim.type = observable::type_from_number(claim.message.type()).value_or(observable::Type::None);
    claim.indexable =
        claim.type != observable::Type::None && observable::is_canonical(claim.type, claim.message.value());
    if (!claim.indexable) ++verified.not_indexable;
  }
  return verified;
}

/// Claim `number` of a whole bulletin, whose seed stands before its claims; nothing where bytes are laid out otherwise.
std::optional<std::string_view> find_claim(std::string_view bytes, std::uint32_t number) {
  FieldWalker walker(bytes);
  bool whole = false;
  std::uint32_t at = 0;
  for (Field field; walker.next(field);) {
    whole = whole || field.number == seed_field;
    if (field.number != claims_field) continue;
    if (!whole) return std::nullopt;
    if (at++ == number) return field.bytes;
  }
  return std::nullopt;
}

}  // namespace

base::Result<Verified> verify(std::string_view bytes, const identity::Identity& origin) {
  const auto envelope = open(bytes);
  if (!envelope) return envelope.error();
  auto header = read_header(envelope->header);
  if (!header) return header.error();
  if (const auto checked = check_count(*envelope, header->message); !checked) return checked.error();
  if (const auto checked = check_signature(*envelope, *header, origin); !checked) return checked.error();
  if (const auto checked = check_tree(*envelope, header->message); !checked) return checked.error();
  return read_claims(*envelope, std::move(*header));
}

base::Result<Verified> read_verified(std::string_view bytes) {
  const auto envelope = open(bytes);
  if (!envelope) return envelope.error();
  auto header = read_header(envelope->header);
  if (!header) return header.error();
  if (const auto checked = check_count(*envelope, header->message); !checked) return checked.error();
  return read_claims(*envelope, std::move(*header));
}

base::Result<v1::Claim> read_claim(std::string_view bytes, std::uint32_t number) {
  std::optional<std::string_view> found = find_claim(bytes, number);
  if (!found) {
    const auto envelope = open(bytes);
    if (!envelope) return envelope.error();
    for (std::size_t i = 0; i < envelope->claims.size(); ++i) {
      if ((envelope->pruned ? envelope->numbers[i] : i) == number) found = envelope->claims[i];
    }
  }
  if (!found) return base::fail(ErrorCode::NotFound, "there is no claim " + std::to_string(number) + " in these bytes");
  v1::Claim claim;
  if (const auto read = read_claim_bytes(*found, claim); !read) return read.error();
  return claim;
}

}  // namespace tidings::bulletin
