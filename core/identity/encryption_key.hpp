#pragma once
/// The key that bundles for an organisation are sealed to: ECDH on P-256, as CMS knows it (RFC 5753). The public half
/// stands in the Contact as an uncompressed point (SEC 1 section 2.3.3).
/// Errors: BadInput for a PEM that is no P-256 key.
/// Lives on: any executor.
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace tidings::identity {

inline constexpr std::size_t encryption_point_bytes = 65;  ///< 0x04 ‖ x ‖ y

struct EncryptionKey {
  base::Secret private_pem;  ///< PKCS #8
  std::string public_point;  ///< encryption_point_bytes
};

EncryptionKey generate_encryption_key();
base::Result<EncryptionKey> encryption_key_from_pem(std::string_view pem);

/// Whether `point` is an uncompressed point that lies on P-256: anything else could leak the private key of who uses
/// it.
bool is_encryption_point(std::string_view point);

}  // namespace tidings::identity
