#include <algorithm>
#include <array>
#include <cstdint>

#include "base/digest.hpp"
#include "core/observable/identifier.hpp"

namespace tidings::observable {
namespace {

constexpr std::string_view base58_digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view bech32_digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

// 25 bytes: version, hash, first four bytes of the double SHA-256 of both.
bool decode_base58(std::string_view text, std::array<unsigned char, 25>& out) {
  out.fill(0);
  for (const char c : text) {
    const std::size_t digit = base58_digits.find(c);
    if (digit == std::string_view::npos) return false;
    auto carry = static_cast<unsigned>(digit);
    for (std::size_t i = out.size(); i-- > 0;) {
      carry += 58U * out[i];
      out[i] = static_cast<unsigned char>(carry & 0xff);
      carry >>= 8;
    }
    if (carry != 0) return false;
  }
  // Each leading '1' is a zero byte; another number of them is another text of the same bytes.
  const auto ones =
      static_cast<std::size_t>(std::find_if(text.begin(), text.end(), [](char c) { return c != '1'; }) - text.begin());
  const auto zeros = static_cast<std::size_t>(
      std::find_if(out.begin(), out.end(), [](unsigned char b) { return b != 0; }) - out.begin());
  return ones == zeros;
}

bool is_base58_address(std::string_view text) {
  if (text.size() < 26 || text.size() > 35) return false;
  std::array<unsigned char, 25> bytes{};
  if (!decode_base58(text, bytes) || (bytes[0] != 0x00 && bytes[0] != 0x05)) return false;
  const auto digest = base::sha256(base::sha256({reinterpret_cast<const char*>(bytes.data()), 21}).bytes());
  return std::equal(bytes.begin() + 21, bytes.end(), digest.data());
}

std::uint32_t polymod_step(std::uint32_t sum, std::uint32_t value) {
  constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  const std::uint32_t top = sum >> 25;
  sum = (sum & 0x1ffffff) << 5 ^ value;
  for (std::size_t i = 0; i < generator.size(); ++i) sum ^= (top >> i & 1U) != 0 ? generator[i] : 0;
  return sum;
}

// BIP 173 and BIP 350: lower case, "bc1", witness version, program, six characters of checksum.
bool is_segwit_address(std::string_view text) {
  if (text.size() < 14 || text.size() > 74 || !text.starts_with("bc1")) return false;
  std::uint32_t sum = 1;
  for (const std::uint32_t value : {3U, 3U, 0U, 2U, 3U}) sum = polymod_step(sum, value);  // "bc", expanded
  const auto data = text.substr(3);
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::size_t digit = bech32_digits.find(data[i]);
    if (digit == std::string_view::npos) return false;
    sum = polymod_step(sum, static_cast<std::uint32_t>(digit));
    if (i + 7 == data.size()) last = static_cast<std::uint32_t>(digit);
  }
  const std::size_t version = bech32_digits.find(data[0]);
  if (version > 16 || sum != (version == 0 ? 1U : 0x2bc830a3U)) return false;
  const std::size_t bits = (data.size() - 7) * 5;
  const std::size_t padding = bits % 8;
  const std::size_t program = bits / 8;
  if (padding > 4 || (last & ((1U << padding) - 1)) != 0) return false;
  return version == 0 ? program == 20 || program == 32 : program >= 2 && program <= 40;
}

}  // namespace

bool is_canonical_bitcoin(std::string_view value) { return is_base58_address(value) || is_segwit_address(value); }

Refusal read_bitcoin(std::string_view text, std::string& out) {
  constexpr std::string_view wrong = "not a Bitcoin address, or its checksum is wrong";
  if (text.size() > 74) return wrong;
  out.assign(text);
  // Bech32 may be all upper case, but not mixed.
  if (text.starts_with("BC1") && std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
    out = lowered(text);
  }
  return is_canonical_bitcoin(out) ? Refusal{} : Refusal{wrong};
}

}  // namespace tidings::observable
