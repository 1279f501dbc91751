#include <array>

#include "daemon/telemetry/log.hpp"

namespace tidings::telemetry {
namespace {

constexpr std::size_t max_value_bytes = 1024;  // a line stays readable and below journald's line limit of 48 KiB

/// A character and the length of its UTF-8 (RFC 3629); a length of 0: the bytes are not well formed.
struct CodePoint {
  char32_t value{0};
  std::size_t length{0};
};

std::size_t length_by_lead(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

CodePoint first_code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = length_by_lead(lead);
  if (length == 0 || length > text.size()) return {};
  if (length == 1) return {lead, 1};
  char32_t value = lead & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) return {};
    value = (value << 6) | (byte & 0x3f);
  }
  static constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xd800 && value < 0xe000;
  if (value < least[length] || value > 0x10ffff || surrogate) return {};
  return {value, length};
}

/// Characters that steer a terminal or turn the reading order (Unicode UAX #9), or are seen as a line end.
bool steers(char32_t value) {
  return value < 0x20 || (value >= 0x7f && value < 0xa0) || value == 0x61c || (value >= 0x200b && value <= 0x200f) ||
         (value >= 0x2028 && value <= 0x202e) || (value >= 0x2060 && value <= 0x206f) || value == 0xfeff;
}

void append_hex(std::string& out, char32_t value, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.push_back("0123456789abcdef"[(value >> shift) & 0xf]);
}

bool is_plain(std::string_view text) {
  for (const char c : text) {
    const bool bare = c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=';
    if (!bare) return false;
  }
  return !text.empty() && text.size() <= max_value_bytes;
}

void append_escaped(std::string& out, std::string_view text, const CodePoint& point) {
  if (point.length == 0) {
    out += "\\x";
    append_hex(out, static_cast<unsigned char>(text[0]), 2);
  } else if (steers(point.value)) {
    out += "\\u";
    append_hex(out, point.value, 4);
  } else {
    if (text[0] == '"' || text[0] == '\\') out.push_back('\\');
    out.append(text.substr(0, point.length));
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    if (at >= max_value_bytes) {
      out += "…";
      break;
    }
    const auto rest = text.substr(at);
    const auto point = first_code_point(rest);
    append_escaped(out, rest, point);
    at += point.length == 0 ? 1 : point.length;
  }
  out.push_back('"');
  return out;
}

}  // namespace tidings::telemetry
