#include "daemon/access/proof.hpp"

#include <openssl/evp.h>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "daemon/access/credentials.hpp"

namespace tidings::access {
namespace {

constexpr std::size_t token_bytes = 32, salt_bytes = 16, key_bytes = 32;
constexpr std::uint64_t cost_n = 1u << 15, cost_r = 8, cost_p = 1;
constexpr std::uint64_t most_memory = 64u << 20;  // 128 * N * r is 32 MiB
constexpr std::string_view version = "\x01";      // of these costs: others would be another

std::string derived(std::string_view password, std::string_view salt) {
  std::string key(key_bytes, '\0');
  const int done =
      EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(),
                     cost_n, cost_r, cost_p, most_memory, reinterpret_cast<unsigned char*>(key.data()), key.size());
  return done == 1 ? key : std::string();
}

}  // namespace

base::Secret make_token() {
  return base::Secret(std::string(token_prefix) + base::to_hex(base::random_bytes(token_bytes)));
}

std::string proof_of_token(std::string_view token) { return base::sha256(token).str(); }

base::Result<std::string> make_password_proof(std::string_view password) {
  const auto salt = base::random_bytes(salt_bytes);
  const auto key = derived(password, salt);
  if (key.empty()) return base::fail(base::ErrorCode::Internal, "there is no memory to keep a password safely");
  return std::string(version) + salt + key;
}

bool fits_password(std::string_view password, std::string_view proof) {
  const bool is_proof = proof.size() == version.size() + salt_bytes + key_bytes && proof.starts_with(version);
  const auto salt =
      is_proof ? proof.substr(version.size(), salt_bytes) : std::string_view("nobody has this.", salt_bytes);
  const auto key = derived(password, salt);
  if (!is_proof || key.empty()) return false;
  return base::equal_secret(key, proof.substr(version.size() + salt_bytes));
}

}  // namespace tidings::access
