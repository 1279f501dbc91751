#include "client/text/escape.hpp"

#include "base/utf8.hpp"

namespace tidings::text {
namespace {

using base::Character;
using base::character_at;
using base::columns_of;
using base::is_unshowable;

constexpr std::string_view hex_digits = "0123456789abcdef";

void append_hex(std::string& out, char32_t value, int digits) {
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += hex_digits[(value >> shift) & 0xf];
}

void append_escape(std::string& out, const Character& c) {
  out += '\\';
  if (!c.valid) {
    out += 'x';
    append_hex(out, c.code, 2);
  } else if (c.code > 0xffff) {
    out += 'U';
    append_hex(out, c.code, 8);
  } else {
    out += 'u';
    append_hex(out, c.code, 4);
  }
}

void append_shown(std::string& out, std::string_view text, std::size_t at, const Character& c) {
  if (!c.valid || is_unshowable(c.code)) {
    append_escape(out, c);
  } else {
    out += text.substr(at, c.bytes);
  }
}

/// Printable ASCII without blank at the ends and without backslash: nearly every value there is.
bool is_plain(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ') return false;
  unsigned escapes = 0;  // without a way out of the loop, so that it runs many characters at once
  for (const char c : text) {
    escapes |= static_cast<unsigned>(static_cast<unsigned char>(c - 0x20) >= 0x5f) | static_cast<unsigned>(c == '\\');
  }
  return escapes == 0;
}

void append_tsv_character(std::string& out, std::string_view text, std::size_t at, const Character& c) {
  const bool at_end = at == 0 || at + c.bytes == text.size();
  if (c.code == '\\' && c.valid) {
    out += "\\\\";
  } else if (c.code == '\t') {
    out += "\\t";
  } else if (c.code == '\n') {
    out += "\\n";
  } else if (c.code == '\r') {
    out += "\\r";
  } else if (!c.valid || is_unshowable(c.code) || c.code == 0xa0 || (at_end && c.code == ' ')) {
    append_escape(out, c);
  } else {
    out += text.substr(at, c.bytes);
  }
}

}  // namespace

std::string for_people(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    append_shown(out, text, at, c);
    at += c.bytes;
  }
  return out;
}

std::string for_people(std::string_view text, std::size_t columns) {
  std::string whole = for_people(text);
  if (columns_of(whole) <= columns) return whole;
  std::string cut;
  for (std::size_t at = 0; at < whole.size();) {
    const Character c = character_at(whole, at);
    const std::string_view next = std::string_view(whole).substr(at, c.bytes);
    if (columns_of(cut) + columns_of(next) >= columns) break;
    cut += next;
    at += c.bytes;
  }
  return cut + "…";
}

std::string paragraph_for_people(std::string_view text, std::size_t indent) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    const bool line_end = c.code == '\n' || (c.code == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
    if (c.code == '\n') out += "\n" + std::string(indent, ' ');
    if (!line_end && c.code == '\t') out += "  ";
    if (!line_end && c.code != '\t') append_shown(out, text, at, c);
    at += c.bytes;
  }
  return out;
}

void append_tsv(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += text;
    return;
  }
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    append_tsv_character(out, text, at, c);
    at += c.bytes;
  }
}

}  // namespace tidings::text
