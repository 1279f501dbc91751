#include "core/bulletin/build.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "core/bulletin/merkle.hpp"
#include "core/bulletin/verify.hpp"
#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

// Signature, delegation id, seed and their tags take 150 bytes; the numbers and the root that are not in the context
// yet take 60. The rest is air, against a context that grows a little between split() and build().
constexpr std::size_t envelope_bytes = 1024;
constexpr std::size_t claim_tag_bytes = 4;  // a tag and a length of up to 3 bytes

std::string write_envelope(const Signer& signer, std::string_view header, std::string_view seed,
                           std::span<const std::string_view> claims) {
  std::string bytes;
  append_bytes_field(bytes, 1, header);
  append_bytes_field(bytes, 2, signer.key.sign(identity::purpose::bulletin, header).bytes());
  append_varint_field(bytes, 3, 1);
  append_bytes_field(bytes, 4, signer.delegation.bytes());
  if (!claims.empty()) append_bytes_field(bytes, 5, seed);
  for (const auto claim : claims) append_bytes_field(bytes, 6, claim);
  return bytes;
}

base::Result<Signed> read_back(std::string bytes) {
  auto read = read_verified(bytes);
  if (!read) return read.error();
  for (const auto& claim : read->claims) {
    if (claim.indexable) continue;
    return base::fail(ErrorCode::BadInput, "claim " + std::to_string(claim.number) +
                                               ": its value is not canonical for type " +
                                               std::to_string(claim.message.type()));
  }
  return Signed{std::move(read->header), std::move(bytes)};
}

}  // namespace

base::Result<Signed> build(const Signer& signer, v1::Header context, std::span<const v1::Claim> claims) {
  return build_with_seed(signer, std::move(context), claims, base::random_bytes(seed_bytes));
}

base::Result<Signed> build_with_seed(const Signer& signer, v1::Header context, std::span<const v1::Claim> claims,
                                     std::string_view seed) {
  if (seed.size() != seed_bytes) return base::fail(ErrorCode::BadInput, "a seed has 32 bytes");
  if (claims.size() > max_claims) {
    return base::fail(ErrorCode::TooLarge, std::to_string(claims.size()) + " claims; a bulletin has at most 4,096");
  }
  std::vector<std::string> written;
  written.reserve(claims.size());
  for (const auto& claim : claims) written.push_back(claim.SerializeAsString());
  const std::vector<std::string_view> views(written.begin(), written.end());
  context.set_version(1);
  context.set_canonicalisation(1);
  context.set_claim_count(static_cast<std::uint32_t>(claims.size()));
  context.set_claims_root(merkle_root(seed, views).str());
  return read_back(write_envelope(signer, context.SerializeAsString(), seed, views));
}

base::Result<Signed> renew(const Signer& signer, std::string_view whole, const Renewal& renewal) {
  const auto envelope = open(whole);
  if (!envelope) return envelope.error();
  if (envelope->pruned) return base::fail(ErrorCode::Unsupported, "a pruned bulletin is not renewed");
  auto header = read_header(envelope->header);
  if (!header) return header.error();
  header->message.set_issued_at(renewal.issued_at.us);
  header->message.set_expires_at(renewal.expires_at.us);
  header->message.set_revision(renewal.revision);
  return read_back(write_envelope(signer, header->message.SerializeAsString(), envelope->seed, envelope->claims));
}

std::vector<std::span<const v1::Claim>> split(const v1::Header& context, std::span<const v1::Claim> claims,
                                              std::size_t max_claims_each) {
  const std::size_t most = std::clamp<std::size_t>(max_claims_each, 1, max_claims);
  const std::size_t taken = context.ByteSizeLong() + envelope_bytes;
  const std::size_t room = max_bulletin_bytes - std::min(max_bulletin_bytes, taken);
  std::vector<std::span<const v1::Claim>> runs;
  std::size_t from = 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const std::size_t size = claims[i].ByteSizeLong() + claim_tag_bytes;
    if (i > from && (i - from == most || bytes + size > room)) {
      runs.push_back(claims.subspan(from, i - from));
      from = i;
      bytes = 0;
    }
    bytes += size;
  }
  runs.push_back(claims.subspan(from));
  return runs;
}

}  // namespace tidings::bulletin
