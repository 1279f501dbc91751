#include "formats/stix/json_text.hpp"

#include <chrono>

#include "base/utf8.hpp"

namespace tidings::stix {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\t': out += "\\t"; return;
    case '\n': out += "\\n"; return;
    case '\f': out += "\\f"; return;
    case '\r': out += "\\r"; return;
  }
  const auto byte = static_cast<unsigned char>(c);
  (out += "\\u00") += hex_digits[byte >> 4];
  out += hex_digits[byte & 0xf];
}

void append_digits(std::string& out, std::uint64_t number, std::size_t width) {
  const auto begin = out.size();
  out.resize(begin + width);
  for (std::size_t i = width; i-- > 0; number /= 10) out[begin + i] = static_cast<char>('0' + number % 10);
}

}  // namespace

void append_text(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t at = 0;
  while (at < text.size()) {
    const auto begin = at;
    while (at < text.size() && is_plain(text[at])) ++at;
    out.append(text, begin, at - begin);
    if (at >= text.size()) break;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      append_escaped(out, text[at++]);
      continue;
    }
    const auto character = base::character_at(text, at);
    if (character.valid)
      out.append(text, at, character.bytes);
    else
      out += "\xef\xbf\xbd";
    at += character.bytes;
  }
  out.push_back('"');
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  ((out += ",\"") += name) += "\":";
  append_text(out, text);
}

void append_time(std::string& out, std::uint64_t us) {
  namespace ch = std::chrono;
  const auto seconds = us / 1'000'000, rest = us % 1'000'000;
  const auto day = ch::sys_days(ch::days(seconds / 86'400));
  const ch::year_month_day date(day);
  append_digits(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  out.push_back('-');
  append_digits(out, static_cast<unsigned>(date.month()), 2);
  out.push_back('-');
  append_digits(out, static_cast<unsigned>(date.day()), 2);
  out.push_back('T');
  append_digits(out, seconds / 3'600 % 24, 2);
  out.push_back(':');
  append_digits(out, seconds / 60 % 60, 2);
  out.push_back(':');
  append_digits(out, seconds % 60, 2);
  out.push_back('.');
  if (rest % 1'000 == 0)
    append_digits(out, rest / 1'000, 3);
  else
    append_digits(out, rest, 6);
  out.push_back('Z');
}

void append_time_member(std::string& out, std::string_view name, std::uint64_t us) {
  ((out += ",\"") += name) += "\":\"";
  append_time(out, us);
  out.push_back('"');
}

}  // namespace tidings::stix
