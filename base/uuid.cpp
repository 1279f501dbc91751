// SHA1_* as in base/digest.cpp; version 5 is defined by SHA-1 and asks no strength of it.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/uuid.hpp"

#include <openssl/sha.h>

#include <array>

namespace tidings::base {
namespace {

constexpr std::array<std::size_t, 4> dashes = {8, 13, 18, 23};

}  // namespace

std::optional<Uuid> uuid_from_text(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string hex;
  hex.reserve(32);
  std::size_t begin = 0;
  for (const auto dash : dashes) {
    if (text[dash] != '-') return std::nullopt;
    hex += text.substr(begin, dash - begin);
    begin = dash + 1;
  }
  return Uuid::from_text(hex += text.substr(begin));
}

std::string to_text(const Uuid& uuid) {
  std::string text = uuid.text();
  for (const auto dash : dashes) text.insert(dash, 1, '-');
  return text;
}

Uuid name_uuid(const Uuid& space, std::string_view name) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA_CTX ctx;
  SHA1_Init(&ctx);
  SHA1_Update(&ctx, space.data(), Uuid::size);
  SHA1_Update(&ctx, name.data(), name.size());
  SHA1_Final(digest.data(), &ctx);
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0fU) | 0x50U);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3fU) | 0x80U);
  return *Uuid::from_bytes({reinterpret_cast<const char*>(digest.data()), Uuid::size});
}

bool is_well_formed(const Uuid& uuid) {
  const unsigned version = uuid.data()[6] >> 4;
  return version >= 1 && version <= 8 && (uuid.data()[8] & 0xc0U) == 0x80U;
}

}  // namespace tidings::base
