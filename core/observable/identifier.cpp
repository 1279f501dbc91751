#include "core/observable/identifier.hpp"

#include <cstdint>

#include "base/bytes.hpp"

namespace tidings::observable {
namespace {

bool has_upper(std::string_view text) {
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') return true;
  }
  return false;
}

bool all_hex_lower(std::string_view text) { return all_hex(text) && !has_upper(text); }

// Digits of six bytes, without what separates them; empty if the form is another.
std::string mac_digits(std::string_view text) {
  std::string digits;
  if (text.size() == 17 && (text[2] == ':' || text[2] == '-')) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i % 3 != 2) {
        digits.push_back(text[i]);
      } else if (text[i] != text[2]) {
        return {};
      }
    }
  } else if (text.size() == 14 && text[4] == '.' && text[9] == '.') {
    digits.append(text.substr(0, 4)).append(text.substr(5, 4)).append(text.substr(10, 4));
  } else if (text.size() == 12) {
    digits = std::string(text);
  }
  return digits;
}

}  // namespace

Refusal read_asn(std::string_view text, std::string& out) {
  auto digits = text;
  if (starts_with_any_case(digits, "as")) digits.remove_prefix(2);
  std::uint64_t number = 0;
  if (!all_digits(digits)) return "not an AS number";
  if (!read_decimal(digits, number) || number > UINT32_MAX) return "AS number > 4294967295";
  out.clear();
  base::append_be32(out, static_cast<std::uint32_t>(number));
  return {};
}

bool is_canonical_cve(std::string_view value) {
  // CVE record format: a year and a sequence of 4 to 19 digits.
  if (value.size() < 13 || value.size() > 28 || !value.starts_with("CVE-") || value[8] != '-') return false;
  return all_digits(value.substr(4, 4)) && all_digits(value.substr(9));
}

Refusal read_cve(std::string_view text, std::string& out) {
  if (text.size() > 28) return "not of the form CVE-YYYY-NNNN";
  out = uppered(text);
  return is_canonical_cve(out) ? Refusal{} : Refusal{"not of the form CVE-YYYY-NNNN"};
}

bool is_canonical_cpe(std::string_view value) {
  constexpr std::string_view prefix = "cpe:2.3:";
  if (!value.starts_with(prefix)) return false;
  std::size_t attributes = 1;
  bool empty = true;
  const auto rest = value.substr(prefix.size());
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (static_cast<unsigned char>(c) <= 0x20 || !is_ascii(c) || c == '\x7f' || (c >= 'A' && c <= 'Z')) return false;
    if (c == ':') {
      if (empty) return false;
      ++attributes;
      empty = true;
      continue;
    }
    empty = false;
    if (c == '\\' && i + 1 < rest.size() && is_ascii(rest[i + 1]) && rest[i + 1] > ' ' && rest[i + 1] != '\x7f' &&
        !(rest[i + 1] >= 'A' && rest[i + 1] <= 'Z')) {
      ++i;
    }
  }
  const auto part = rest.substr(0, rest.find(':'));
  return attributes == 11 && !empty && (part == "a" || part == "h" || part == "o" || part == "*" || part == "-");
}

Refusal read_cpe(std::string_view text, std::string& out) {
  out = lowered(text);
  return is_canonical_cpe(out) ? Refusal{} : Refusal{"not a CPE 2.3 name of 11 attributes"};
}

bool is_canonical_ja4(std::string_view value) {
  if (value.size() != 36 || value[10] != '_' || value[23] != '_') return false;
  if (value[0] != 't' && value[0] != 'q' && value[0] != 'd') return false;
  const bool version = (is_digit(value[1]) || value[1] == 's' || value[1] == 'd') && is_digit(value[2]);
  const auto alnum = [](char c) { return is_digit(c) || is_letter(c); };
  return version && (value[3] == 'd' || value[3] == 'i') && all_digits(value.substr(4, 4)) && alnum(value[8]) &&
         alnum(value[9]) && all_hex_lower(value.substr(11, 12)) && all_hex_lower(value.substr(24));
}

Refusal read_ja4(std::string_view text, std::string& out) {
  out.assign(text);
  if (text.size() == 36) {
    // The two characters of the ALPN value, at 8 and 9, keep their case.
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = i == 8 || i == 9 ? out[i] : lower(out[i]);
  }
  return is_canonical_ja4(out) ? Refusal{} : Refusal{"not a JA4 fingerprint"};
}

Refusal read_mac(std::string_view text, std::string& out) {
  const auto bytes = base::from_hex(mac_digits(text));
  if (!bytes || bytes->size() != 6) return "not a MAC address";
  out = *bytes;
  return {};
}

}  // namespace tidings::observable
