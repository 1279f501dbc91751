#include "tests/unit/core/bulletin/sample.hpp"

#include "core/bulletin/merkle.hpp"

namespace tidings::bulletin::sample {

std::string sign_header_bytes(const Signer& signer, const std::string& header, const std::vector<std::string>& claims) {
  v1::Bulletin envelope;
  envelope.set_header(header);
  envelope.set_signature(signer.key.sign(identity::purpose::bulletin, header).str());
  envelope.set_algorithm(1);
  envelope.set_delegation_id(signer.delegation.str());
  if (!claims.empty()) envelope.set_seed(seed);
  for (const auto& claim : claims) envelope.add_claims(claim);
  return envelope.SerializeAsString();
}

std::string sign_raw(const Signer& signer, v1::Header header, const std::vector<std::string>& claims) {
  const std::vector<std::string_view> views(claims.begin(), claims.end());
  header.set_version(1);
  header.set_canonicalisation(1);
  header.set_claim_count(static_cast<std::uint32_t>(claims.size()));
  header.set_claims_root(merkle_root(seed, views).str());
  return sign_header_bytes(signer, header.SerializeAsString(), claims);
}

}  // namespace tidings::bulletin::sample
