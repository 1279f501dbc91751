// The low-level SHA256_* calls: EVP costs three times the hash itself on 50-byte leaves (measured), and this
// file is the only one that uses them.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/digest.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cstdlib>

namespace tidings::base {
namespace {

SHA256_CTX* context(std::array<unsigned char, 128>& state) { return reinterpret_cast<SHA256_CTX*>(state.data()); }

}  // namespace

Digest sha256(std::string_view data) {
  Digest digest;
  SHA256_CTX ctx;
  SHA256_Init(&ctx);
  SHA256_Update(&ctx, data.data(), data.size());
  SHA256_Final(digest.data(), &ctx);
  return digest;
}

Sha256::Sha256() : state_{} {
  static_assert(sizeof(SHA256_CTX) <= sizeof(state_));
  SHA256_Init(context(state_));
}

Sha256& Sha256::update(std::string_view data) {
  SHA256_Update(context(state_), data.data(), data.size());
  return *this;
}

Digest Sha256::finish() {
  Digest digest;
  SHA256_Final(digest.data(), context(state_));
  SHA256_Init(context(state_));
  return digest;
}

std::string random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) != 1) std::abort();
  return bytes;
}

}  // namespace tidings::base
