#include "base/utf8.hpp"

namespace tidings::base {
namespace {

bool is_follower(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
}

std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = length_of(first);
  if (length == 1) return {first, 1, true};
  const Character broken{first, 1, false};
  if (length == 0) return broken;
  char32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_follower(text, at + i)) return broken;
    code = (code << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (overlong || surrogate || code > 0x10ffff) return broken;
  return {code, length, true};
}

bool is_unshowable(char32_t code) {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  if (code == 0xad || code == 0x34f) return true;
  if (code < 0x600) return false;
  return code == 0x61c || code == 0x115f || code == 0x1160 || code == 0x17b4 || code == 0x17b5 ||
         (code >= 0x180b && code <= 0x180f) || code == 0x2800 || code == 0x3164 || code == 0xffa0 || code == 0x200b ||
         code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) ||
         code == 0xfeff || (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff);
}

std::string to_valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    out += c.valid ? text.substr(at, c.bytes) : std::string_view("\xef\xbf\xbd");
    at += c.bytes;
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    const bool wide = (c.code >= 0x1100 && c.code < 0x1160) || (c.code >= 0x2e80 && c.code < 0xa4d0) ||
                      (c.code >= 0xac00 && c.code < 0xd7a4) || (c.code >= 0xf900 && c.code < 0xfb00) ||
                      (c.code >= 0xff00 && c.code < 0xff61) || (c.code >= 0x1f300 && c.code < 0x1fb00);
    columns += wide ? 2 : 1;
    at += c.bytes;
  }
  return columns;
}

std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && is_follower(text, most)) --most;
  return text.substr(0, most);
}

}  // namespace tidings::base
