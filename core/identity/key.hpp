#pragma once
/// Ed25519 keys (RFC 8032) with a purpose in front of everything signed, so that no signature can be moved to
/// another use: signed bytes are PURPOSE ‖ 0x00 ‖ message.
/// Errors: BadInput for keys that cannot be read, BadSignature.
/// Lives on: any executor; a SigningKey may be used by several threads at once.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "core/identity/org_id.hpp"

namespace tidings::identity {

namespace purpose {
inline constexpr std::string_view bulletin = "tidings/1 bulletin";
inline constexpr std::string_view identity = "tidings/1 identity";
inline constexpr std::string_view contact = "tidings/1 contact";
inline constexpr std::string_view delegation = "tidings/1 delegation";
}  // namespace purpose

class SigningKey {
 public:
  static SigningKey generate();
  /// PKCS #8 PEM (RFC 8410).
  static base::Result<SigningKey> from_pem(std::string_view pem);
  /// The key of a 32-byte seed (RFC 8032 section 5.1.5): for test vectors and for keys that are kept as their seed.
  static base::Result<SigningKey> from_seed(std::string_view seed);
  static constexpr std::size_t seed_size = 32;
  base::Secret to_pem() const;

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  const PublicKey& public_key() const { return public_key_; }
  Signature sign(std::string_view purpose, std::string_view message) const;

 private:
  struct Key;
  explicit SigningKey(std::unique_ptr<Key> key);
  std::unique_ptr<Key> key_;
  PublicKey public_key_;
};

bool verify(const PublicKey& key, std::string_view purpose, std::string_view message, const Signature& signature);

}  // namespace tidings::identity
