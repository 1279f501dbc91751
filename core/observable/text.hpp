#pragma once
/// What all types need of text: ASCII classes without a locale, blanks at the ends, valid UTF-8. Part of this folder's
/// inside; other folders take observable.hpp.
/// Lives on: any executor.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/letters.hpp"

namespace tidings::observable {

using base::lower, base::lowered, base::upper, base::uppered;

/// Why a value is refused: a sentence with static storage; empty means it was taken.
using Refusal = std::string_view;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
inline constexpr std::array<signed char, 256> hex_digits = [] {
  std::array<signed char, 256> table{};
  for (auto& value : table) value = -1;
  for (int i = 0; i < 10; ++i) table[static_cast<std::size_t>('0' + i)] = static_cast<signed char>(i);
  for (int i = 0; i < 6; ++i) {
    table[static_cast<std::size_t>('a' + i)] = table[static_cast<std::size_t>('A' + i)] =
        static_cast<signed char>(10 + i);
  }
  return table;
}();
/// -1 for what is no hex digit.
constexpr int hex_digit(char c) { return hex_digits[static_cast<unsigned char>(c)]; }

/// Where one of a few characters stands first; npos if none does. The library's find_first_of calls memchr for each
/// character, which took a fifth of the time of parsing a list.
template <class... Char>
constexpr std::size_t find_any(std::string_view text, std::size_t from, Char... wanted) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (((text[i] == wanted) || ...)) return i;
  }
  return std::string_view::npos;
}

bool all_digits(std::string_view text);  ///< false if empty
bool all_hex(std::string_view text);     ///< false if empty
bool all_ascii(std::string_view text);
/// Whether `text` begins with `prefix`, which is lower case, in any case.
bool starts_with_any_case(std::string_view text, std::string_view prefix);

/// Rule L2: without white space, NBSP, BOM and zero-width space at both ends.
std::string_view trim(std::string_view text);
/// Whether white space stands anywhere: ASCII, or a Unicode space in UTF-8.
bool has_space(std::string_view text);

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
/// A character below U+0020, or U+007F.
bool has_control(std::string_view text);

/// The most digits read are 19; nothing for more, for other characters, or for no digit at all.
bool read_decimal(std::string_view text, std::uint64_t& value);

}  // namespace tidings::observable
