#include "formats/stix/uuid.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/uuid.hpp"

namespace tidings::stix {
namespace {

using Uuid = std::array<unsigned char, 16>;

// 00abedb4-aa42-466c-9c01-fed23315a9b7
constexpr Uuid stix_namespace{0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c,
                              0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7};
// 64b1f0a8-6a4e-4b7e-9a3d-3f0c2f6f8d51
constexpr Uuid own_namespace{0x64, 0xb1, 0xf0, 0xa8, 0x6a, 0x4e, 0x4b, 0x7e,
                             0x9a, 0x3d, 0x3f, 0x0c, 0x2f, 0x6f, 0x8d, 0x51};

/// Fetched once: looking it up costs more than the digest.
const EVP_MD* sha1() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return method;
}

Uuid uuid_of(const Uuid& space, std::string_view name) {
  std::string hashed(reinterpret_cast<const char*>(space.data()), space.size());
  hashed += name;
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  EVP_Digest(hashed.data(), hashed.size(), digest.data(), nullptr, sha1(), nullptr);
  Uuid uuid{};
  std::copy_n(digest.begin(), uuid.size(), uuid.begin());
  uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0f) | 0x50);
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3f) | 0x80);
  return uuid;
}

std::string id_of(std::string_view type, const Uuid& uuid) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string id(type);
  id.reserve(type.size() + 38);
  id += "--";
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id.push_back('-');
    id.push_back(digits[uuid[i] >> 4]);
    id.push_back(digits[uuid[i] & 0xf]);
  }
  return id;
}

/// The first 64 bits of a UUID are an origin's, but for the four in between that tell the version.
constexpr std::array<unsigned char, 8> origins_bits{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f, 0xff};

std::optional<base::Uuid> uuid_in(std::string_view id) {
  const auto dashes = id.find("--");
  return dashes == std::string_view::npos ? std::nullopt : base::uuid_from_text(id.substr(dashes + 2));
}

}  // namespace

std::string observable_id(std::string_view type, std::string_view canonical_json) {
  return id_of(type, uuid_of(stix_namespace, canonical_json));
}

std::string tidings_id(std::string_view type, std::string_view name) {
  return id_of(type, uuid_of(own_namespace, name));
}

std::string tidings_id(std::string_view type, std::string_view origin, std::string_view name) {
  auto uuid = uuid_of(own_namespace, name);
  for (std::size_t i = 0; i < std::min(origins_bits.size(), origin.size()); ++i) {
    const unsigned own = uuid[i] & ~unsigned{origins_bits[i]};
    uuid[i] = static_cast<unsigned char>(own | (static_cast<unsigned char>(origin[i]) & origins_bits[i]));
  }
  return id_of(type, uuid);
}

bool is_id_of(std::string_view id, std::string_view origin) {
  const auto uuid = uuid_in(id);
  if (!uuid || origin.size() < origins_bits.size()) return false;
  for (std::size_t i = 0; i < origins_bits.size(); ++i) {
    if (((uuid->data()[i] ^ static_cast<unsigned char>(origin[i])) & origins_bits[i]) != 0) return false;
  }
  return true;
}

std::string origin_begin(std::string_view id) {
  const auto uuid = uuid_in(id);
  return uuid ? std::string(uuid->bytes().substr(0, origin_begin_bytes)) : std::string();
}

}  // namespace tidings::stix
