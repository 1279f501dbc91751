#include "core/observable/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace tidings::observable {
namespace {

constexpr bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The Unicode spaces, and the byte order mark and zero-width space that copying from a web page leaves at the ends.
constexpr std::array<std::string_view, 23> wide_spaces = {
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82",
    "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88",
    "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f",
    "\xe3\x80\x80", "\xe2\x80\x8b", "\xef\xbb\xbf", "\xe2\x81\xa0", "\xe1\xa0\x8e"};
// The last four have no width: trimmed at the ends, no white space within.
constexpr std::size_t spaces_with_width = 19;

std::size_t space_at_front(std::string_view text) {
  if (is_ascii_space(text.front())) return 1;
  if (is_ascii(text.front())) return 0;
  for (const auto space : wide_spaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

std::size_t space_at_back(std::string_view text) {
  if (is_ascii_space(text.back())) return 1;
  if (is_ascii(text.back())) return 0;
  for (const auto space : wide_spaces) {
    if (text.ends_with(space)) return space.size();
  }
  return 0;
}

// The length of the well-formed sequence at `i`, which is not ASCII; 0 if there is none. RFC 3629, section 4.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto tail = [&](std::size_t at) { return (byte(at) & 0xc0U) == 0x80U; };
  const unsigned lead = byte(i);
  const unsigned next = byte(i + 1);
  if (lead >= 0xc2 && lead <= 0xdf) return tail(i + 1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (!tail(i + 1) || !tail(i + 2)) return 0;
    if ((lead == 0xe0 && next < 0xa0) || (lead == 0xed && next > 0x9f)) return 0;
    return 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    if (!tail(i + 1) || !tail(i + 2) || !tail(i + 3)) return 0;
    if ((lead == 0xf0 && next < 0x90) || (lead == 0xf4 && next > 0x8f)) return 0;
    return 4;
  }
  return 0;
}

}  // namespace

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool all_hex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return hex_digit(c) >= 0; });
}

bool all_ascii(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if ((word & 0x8080808080808080ULL) != 0) return false;
  }
  for (; i < text.size(); ++i) {
    if (!is_ascii(text[i])) return false;
  }
  return true;
}

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (lower(text[i]) != prefix[i]) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const std::size_t width = space_at_front(text);
    if (width == 0) break;
    text.remove_prefix(width);
  }
  while (!text.empty()) {
    const std::size_t width = space_at_back(text);
    if (width == 0) break;
    text.remove_suffix(width);
  }
  return text;
}

bool has_space(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_ascii_space(text[i])) return true;
    if (is_ascii(text[i])) continue;
    const auto rest = text.substr(i);
    for (std::size_t s = 0; s < spaces_with_width; ++s) {
      if (rest.starts_with(wide_spaces[s])) return true;
    }
  }
  return false;
}

bool is_utf8(std::string_view text) {
  if (all_ascii(text)) return true;
  for (std::size_t i = 0; i < text.size();) {
    if (is_ascii(text[i])) {
      ++i;
      continue;
    }
    const std::size_t length = sequence_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

bool read_decimal(std::string_view text, std::uint64_t& value) {
  if (text.size() > 19 || !all_digits(text)) return false;
  value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return true;
}

}  // namespace tidings::observable
