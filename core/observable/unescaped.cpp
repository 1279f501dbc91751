#include "core/observable/unescaped.hpp"

#include <algorithm>
#include <optional>

#include "core/observable/text.hpp"

namespace tidings::observable {
namespace {

constexpr std::size_t escape_bytes = 3;     // %XX
constexpr std::size_t longest_of_utf8 = 4;  // RFC 3629

std::optional<char> escaped_byte(std::string_view text) {
  if (text.size() < escape_bytes || text[0] != '%') return std::nullopt;
  const int high = hex_digit(text[1]);
  const int low = hex_digit(text[2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

/// The character that is escaped at the beginning; empty for what is none.
std::string escaped_character(std::string_view text) {
  std::string character;
  while (character.size() < longest_of_utf8) {
    const auto byte = escaped_byte(text);
    if (!byte) break;
    text.remove_prefix(escape_bytes);
    character += *byte;
    if (is_utf8(character)) return character;
  }
  return {};
}

}  // namespace

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto character = escaped_character(text);
    out += character.empty() ? text.substr(0, 1) : std::string_view(character);
    text.remove_prefix(std::max<std::size_t>(1, character.size() * escape_bytes));
  }
  return out;
}

}  // namespace tidings::observable
