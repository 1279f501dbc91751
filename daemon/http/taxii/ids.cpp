#include "daemon/http/taxii/ids.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"

namespace tidings::taxii {
namespace {

using Uuid = std::array<unsigned char, 16>;
constexpr std::size_t uuid_text_bytes = 36;
constexpr unsigned version_5 = 0x50, variant = 0x80;  // RFC 9562 sections 4.1, 4.2

/// Ours alone: a random one, drawn once.
constexpr Uuid name_space{0x5e, 0x0b, 0x6c, 0x1d, 0x93, 0x7a, 0x4f, 0x52, 0xa8, 0x41, 0x0d, 0x2e, 0x77, 0xc4, 0x19, 0xb6};

void append_uuid(std::string& out, const Uuid& uuid) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.push_back('-');
    out.push_back(digits[uuid[i] >> 4]);
    out.push_back(digits[uuid[i] & 15]);
  }
}

/// Bytes 0-5 and 9-15 are the hash's, 6-7 the version and the number, 8 the variant and which of these it is.
Uuid made(const unsigned char* hash, std::uint32_t number, Place::Of of) {
  Uuid uuid{};
  std::copy_n(hash, 6, uuid.begin());
  uuid[6] = static_cast<unsigned char>(version_5 | ((number >> 8) & 15));
  uuid[7] = static_cast<unsigned char>(number & 255);
  uuid[8] = static_cast<unsigned char>(variant | static_cast<unsigned>(of));
  std::copy_n(hash + 6, 7, uuid.begin() + 9);
  return uuid;
}

std::string id_of(std::string_view type, const Uuid& uuid) {
  std::string id(type);
  id += "--";
  append_uuid(id, uuid);
  return id;
}

std::optional<Uuid> read_uuid(std::string_view text) {
  if (text.size() != uuid_text_bytes) return std::nullopt;
  std::string hex;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen != (text[i] == '-') || (text[i] >= 'A' && text[i] <= 'F')) return std::nullopt;
    if (!is_hyphen) hex.push_back(text[i]);
  }
  const auto bytes = base::from_hex(hex);
  if (!bytes) return std::nullopt;
  Uuid uuid{};
  std::copy_n(bytes->begin(), uuid.size(), uuid.begin());
  return uuid;
}

}  // namespace

void append_claim_uuid(std::string& out, const BulletinId& bulletin, std::uint32_t number) {
  append_uuid(out, made(bulletin.data(), number, Place::Of::Claim));
}
std::string claim_id(std::string_view type, const BulletinId& bulletin, std::uint32_t number) {
  return id_of(type, made(bulletin.data(), number, Place::Of::Claim));
}
std::string report_id(const BulletinId& bulletin) {
  return id_of("report", made(bulletin.data(), 0, Place::Of::Bulletin));
}
std::string identity_id(const OrgId& organisation) {
  return id_of("identity", made(organisation.data(), 0, Place::Of::Organisation));
}

std::optional<Place> place_of(std::string_view object_id) {
  const auto dashes = object_id.find("--");
  if (dashes == std::string_view::npos) return std::nullopt;
  const auto uuid = read_uuid(object_id.substr(dashes + 2));
  if (!uuid || ((*uuid)[6] & 0xf0) != version_5 || ((*uuid)[8] & 0xfc) != variant || ((*uuid)[8] & 3) > 2) {
    return std::nullopt;
  }
  Place place;
  place.of = static_cast<Place::Of>((*uuid)[8] & 3);
  place.number = (static_cast<std::uint32_t>((*uuid)[6] & 15) << 8) | (*uuid)[7];
  std::string low(BulletinId::size, '\0'), high(BulletinId::size, '\xff');
  for (auto* end : {&low, &high}) {
    std::copy_n(uuid->begin(), 6, end->begin());
    std::copy_n(uuid->begin() + 9, 7, end->begin() + 6);
  }
  place.low = *BulletinId::from_bytes(low);
  place.high = *BulletinId::from_bytes(high);
  return place;
}

bool is_uuid(std::string_view text) { return read_uuid(text).has_value(); }

bool is_object_id(std::string_view text) {
  const auto dashes = text.find("--");
  if (dashes == std::string_view::npos || dashes == 0 || text.size() > max_object_id_bytes) return false;
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return std::ranges::all_of(text.substr(0, dashes), is_part) && is_uuid(text.substr(dashes + 2));
}

std::string uuid_of_name(std::string_view name) {
  std::string input(reinterpret_cast<const char*>(name_space.data()), name_space.size());
  input.append(name);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha1(), nullptr);
  Uuid uuid{};
  std::copy_n(digest.begin(), uuid.size(), uuid.begin());
  uuid[6] = static_cast<unsigned char>((uuid[6] & 15) | version_5);
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3f) | variant);
  std::string text;
  append_uuid(text, uuid);
  return text;
}

std::string random_uuid() {
  const auto random = base::random_bytes(16);
  Uuid uuid{};
  std::copy_n(random.begin(), uuid.size(), uuid.begin());
  uuid[6] = static_cast<unsigned char>((uuid[6] & 15) | 0x40);
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3f) | variant);
  std::string text;
  append_uuid(text, uuid);
  return text;
}

}  // namespace tidings::taxii
