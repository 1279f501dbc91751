#include "daemon/http/taxii/ids.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"

namespace tidings::taxii {
namespace {

using Uuid = std::array<unsigned char, 16>;
constexpr std::size_t uuid_text_bytes = 36;
constexpr unsigned version_4 = 0x40, version_5 = 0x50, variant = 0x80;  // RFC 9562 sections 4.1, 4.2

/// Ours alone: a random one, drawn once.
constexpr Uuid name_space{0x5e, 0x0b, 0x6c, 0x1d, 0x93, 0x7a, 0x4f, 0x52,
                          0xa8, 0x41, 0x0d, 0x2e, 0x77, 0xc4, 0x19, 0xb6};

std::string text_of(Uuid uuid, unsigned version) {
  constexpr std::string_view digits = "0123456789abcdef";
  uuid[6] = static_cast<unsigned char>((uuid[6] & 15u) | version);
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3fu) | variant);
  std::string out;
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.push_back('-');
    out.push_back(digits[uuid[i] >> 4]);
    out.push_back(digits[uuid[i] & 15]);
  }
  return out;
}

bool is_uuid(std::string_view text) {
  if (text.size() != uuid_text_bytes) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen ? text[i] != '-' : !is_digit) return false;
  }
  return true;
}

}  // namespace

std::string_view type_of_id(std::string_view object_id) { return object_id.substr(0, object_id.find("--")); }

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
  return text_of(uuid, version_5);
}

std::string random_uuid() {
  const auto random = base::random_bytes(16);
  Uuid uuid{};
  std::copy_n(random.begin(), uuid.size(), uuid.begin());
  return text_of(uuid, version_4);
}

}  // namespace tidings::taxii
