#include "core/identity/key.hpp"

#include <openssl/err.h>

#include "core/identity/pkey.hpp"

namespace tidings::identity {
namespace {

constexpr std::size_t max_pem_bytes = 16 * 1024;  // an Ed25519 key is 119 bytes of PEM; text around it is tolerated

struct ContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextFree>;

/// Ed25519 signs a whole message at once, so purpose and message are put in one piece.
std::string purposeful(std::string_view purpose, std::string_view message) {
  std::string text;
  text.reserve(purpose.size() + 1 + message.size());
  text.append(purpose).push_back('\0');
  text.append(message);
  return text;
}

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

struct SigningKey::Key {
  Pkey pkey;
};

SigningKey::SigningKey(std::unique_ptr<Key> key) : key_(std::move(key)) {
  std::size_t size = PublicKey::size;
  require(EVP_PKEY_get_raw_public_key(key_->pkey.get(), public_key_.data(), &size) == 1 && size == PublicKey::size);
}

SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

SigningKey SigningKey::generate() {
  Pkey pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  require(pkey != nullptr);
  return SigningKey(std::make_unique<Key>(Key{std::move(pkey)}));
}

base::Result<SigningKey> SigningKey::from_seed(std::string_view seed) {
  if (seed.size() != seed_size) return base::fail(base::ErrorCode::BadInput, "an Ed25519 seed has 32 bytes");
  Pkey pkey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size()));
  require(pkey != nullptr);
  return SigningKey(std::make_unique<Key>(Key{std::move(pkey)}));
}

base::Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
  if (pem.size() > max_pem_bytes) return base::fail(base::ErrorCode::BadInput, "a PEM of more than 16 KiB is no key");
  Pkey pkey = pkey_from_pem(pem);
  if (!pkey)
    return base::fail(base::ErrorCode::BadInput, "no private key in PEM form that can be read without a password");
  if (EVP_PKEY_get_base_id(pkey.get()) != EVP_PKEY_ED25519) {
    return base::fail(base::ErrorCode::BadInput, "the private key is not an Ed25519 key (RFC 8410)");
  }
  return SigningKey(std::make_unique<Key>(Key{std::move(pkey)}));
}

base::Secret SigningKey::to_pem() const { return private_pem(key_->pkey.get()); }

Signature SigningKey::sign(std::string_view purpose, std::string_view message) const {
  const std::string text = purposeful(purpose, message);
  const Context context(EVP_MD_CTX_new());
  require(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->pkey.get()) == 1);
  Signature signature;
  std::size_t size = Signature::size;
  require(EVP_DigestSign(context.get(), signature.data(), &size, raw(text), text.size()) == 1);
  require(size == Signature::size);
  return signature;
}

bool verify(const PublicKey& key, std::string_view purpose, std::string_view message, const Signature& signature) {
  const std::string text = purposeful(purpose, message);
  const Pkey pkey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), PublicKey::size));
  const Context context(EVP_MD_CTX_new());
  require(context != nullptr);
  const bool good = pkey && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
                    EVP_DigestVerify(context.get(), signature.data(), Signature::size, raw(text), text.size()) == 1;
  if (!good) ERR_clear_error();  // a TLS connection on this thread must not find our error in its queue
  return good;
}

}  // namespace tidings::identity
