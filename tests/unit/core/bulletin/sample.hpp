#pragma once
/// An organisation with keys from fixed seeds, and contexts and claims to make bulletins of.
/// Lives on: the test's thread.
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "core/bulletin/build.hpp"
#include "core/identity/card.hpp"

namespace tidings::bulletin::sample {

inline constexpr base::Instant issued_at{1'795'000'000'000'000};
inline constexpr base::Duration day = std::chrono::hours(24);

/// The same keys as tools/make_vectors.py has.
struct Organisation {
  identity::SigningKey root = key_from(0);
  identity::SigningKey node = key_from(32);
  identity::OrgId id = identity::org_id_of(root.public_key());
  identity::Identity identity = make_identity({identity::DelegatedFor::Bulletins, identity::DelegatedFor::Contact});

  static identity::SigningKey key_from(int first) {
    std::string seed;
    for (int i = 0; i < 32; ++i) seed.push_back(static_cast<char>(first + i));
    return identity::SigningKey::from_seed(seed).value();
  }
  identity::Identity make_identity(const std::vector<identity::DelegatedFor>& purposes) const {
    const auto delegation =
        identity::sign_delegation(root, id, node.public_key(), issued_at - day, issued_at + 399 * day, purposes);
    return identity::sign_identity(root, {"Example CERT", 1, {root.public_key()}, {delegation}, issued_at}).value();
  }
  Signer signer() const { return {node, identity.delegations.front().id}; }
};

inline v1::Header context(const identity::OrgId& origin) {
  v1::Header header;
  header.set_origin(origin.str());
  header.set_kind(v1::KIND_REPORT);
  header.set_issued_at(issued_at.us);
  header.set_expires_at((issued_at + 90 * day).us);
  header.mutable_audience()->set_tlp(v1::TLP_GREEN);
  header.set_publication_id(std::string(16, 'p'));
  header.set_revision(1);
  header.set_part(1);
  header.set_parts(1);
  header.set_title("Loader seen at two ministries");
  header.add_tags("loader");
  return header;
}

inline v1::Claim sha256_claim(std::size_t number) {
  v1::Claim claim;
  claim.set_type(22);
  claim.set_value(base::sha256("indicator " + std::to_string(number)).str());
  return claim;
}

inline std::vector<v1::Claim> sha256_claims(std::size_t count) {
  std::vector<v1::Claim> claims;
  for (std::size_t i = 0; i < count; ++i) claims.push_back(sha256_claim(i));
  return claims;
}

/// A bulletin of `header` and raw claim bytes as a signer without our limits would make it.
std::string sign_raw(const Signer& signer, v1::Header header, const std::vector<std::string>& claims);
/// The envelope of header bytes as they are.
std::string sign_header_bytes(const Signer& signer, const std::string& header, const std::vector<std::string>& claims);

inline const std::string seed(32, 's');

}  // namespace tidings::bulletin::sample
