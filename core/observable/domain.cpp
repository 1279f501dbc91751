#include "core/observable/domain.hpp"

#include <idn2.h>

#include <array>
#include <cstdint>
#include <memory>

#include "core/observable/address.hpp"
#include "core/observable/punycode.hpp"

namespace tidings::observable {
namespace {

constexpr std::string_view bad_character = "character not allowed in a domain";
// A name of 253 bytes comes from fewer bytes of text than this, however it is written in UTF-8.
constexpr std::size_t max_text_bytes = 4 * max_domain_bytes;

// Letters in lower case, digits, '-' and '_' (rules N1, N3, N9).
constexpr std::array<bool, 256> canonical_characters = [] {
  std::array<bool, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  table['-'] = table['_'] = true;
  return table;
}();
bool is_canonical_character(char c) { return canonical_characters[static_cast<unsigned char>(c)]; }

bool is_only_letters(std::string_view label) {
  for (const char c : label) {
    if (!is_letter(c)) return false;
  }
  return true;
}

Refusal check_label(std::string_view label) {
  if (label.empty()) return "empty label";
  if (label.size() > max_label_bytes) return "label longer than 63";
  if (label.starts_with("xn--") && !decodes_as_punycode(label.substr(4))) return "bad punycode label";
  return {};
}

// Why what ends in a number is no domain (rules A1, A2, N8).
Refusal refuse_number(std::string_view name) {
  Ipv4Bytes ignored{};
  const auto why = read_ipv4(name, ignored);
  return why.empty() ? Refusal{"an IPv4 address, not a domain"} : why;
}

struct FreeIdn {
  void operator()(char* text) const { idn2_free(text); }
};

Refusal append_unicode_label(std::string& out, std::string_view label) {
  if (label.find('\0') != std::string_view::npos) return bad_character;
  const std::string text(label);
  char* raw = nullptr;
  const int code = idn2_to_ascii_8z(text.c_str(), &raw, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  const std::unique_ptr<char, FreeIdn> ascii(raw);
  switch (code) {
    case IDN2_OK: break;
    case IDN2_TOO_BIG_LABEL: return "label longer than 63";
    case IDN2_TOO_BIG_DOMAIN: return "name longer than 253";
    case IDN2_PUNYCODE_BAD_INPUT: return "bad punycode label";
    default: return "character not allowed in an internationalised domain (UTS #46)";
  }
  for (const char* c = ascii.get(); *c != '\0'; ++c) out.push_back(lower(*c));
  return {};
}

// The width of the dot at `i`: '.', or one of the three that UTS #46 maps to it; 0 if there is none.
std::size_t dot_at(std::string_view text, std::size_t i) {
  if (text[i] == '.') return 1;
  if (is_ascii(text[i])) return 0;
  const auto three = text.substr(i, 3);
  return three == "\xe3\x80\x82" || three == "\xef\xbc\x8e" || three == "\xef\xbd\xa1" ? 3 : 0;
}

Refusal map_unicode(std::string_view text, std::string& out) {
  if (text.size() > max_text_bytes) return "name longer than 253";
  if (!is_utf8(text)) return "not valid UTF-8";
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size();) {
    const std::size_t width = i < text.size() ? dot_at(text, i) : 1;
    if (width == 0) {
      ++i;
      continue;
    }
    const auto label = text.substr(begin, i - begin);
    if (!all_ascii(label)) {
      if (const auto why = append_unicode_label(out, label); !why.empty()) return why;
    } else {
      for (const char c : label) out.push_back(lower(c));
    }
    if (i < text.size()) out.push_back('.');
    i += width;
    begin = i;
  }
  return {};
}

}  // namespace

Refusal check_domain(std::string_view name) {
  if (name.empty()) return "empty label";
  for (const char c : name) {
    if (c == ':') return "a ':' in a name: give the name without its port, or a URL";
    if (!is_canonical_character(c) && c != '.') return bad_character;
  }
  std::size_t labels = 0;
  std::string_view last;
  for (std::size_t begin = 0; begin <= name.size(); ++labels) {
    const std::size_t dot = name.find('.', begin);
    last = name.substr(begin, dot == std::string_view::npos ? dot : dot - begin);
    if (const auto why = check_label(last); !why.empty()) return why;
    if (dot == std::string_view::npos) {
      ++labels;
      break;
    }
    begin = dot + 1;
  }
  if (name.size() > max_domain_bytes) return "name longer than 253";
  if (looks_like_ipv4(name)) return refuse_number(name);
  if (labels < 2) return "single label";
  if (last.starts_with("xn--")) return {};
  if (last.size() < 2 || !is_only_letters(last)) return "last label is not letters only";
  return {};
}

Refusal read_domain(std::string_view text, std::string& out) {
  out.clear();
  if (all_ascii(text)) {
    // Longer names are refused below; no need to copy all of what cannot be one.
    const auto bounded = text.substr(0, max_text_bytes);
    out.resize(bounded.size());
    for (std::size_t i = 0; i < bounded.size(); ++i) out[i] = lower(bounded[i]);
  } else if (const auto why = map_unicode(text, out); !why.empty()) {
    return why;
  }
  if (out.size() > 1 && out.back() == '.') out.pop_back();
  return check_domain(out);
}

bool is_at_or_below(std::string_view name, std::string_view zone) {
  if (!name.ends_with(zone)) return false;
  return name.size() == zone.size() || name[name.size() - zone.size() - 1] == '.';
}

void append_reversed_labels(std::string& out, std::string_view name) {
  while (!name.empty()) {
    const std::size_t dot = name.rfind('.');
    const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
    out.append(name.substr(begin));
    out.push_back('\0');
    name = name.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
}

}  // namespace tidings::observable
