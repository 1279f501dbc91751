#include "formats/report/entity.hpp"

#include <array>
#include <charconv>

namespace tidings::report {
namespace {

struct Entity {
  std::string_view name, text;
};
// Those that stand in and around values, and the blanks and dashes of running text.
constexpr auto entities = std::to_array<Entity>(
    {{"amp", "&"},    {"lt", "<"},       {"gt", ">"},     {"quot", "\""},  {"apos", "'"},     {"nbsp", " "},
     {"period", "."}, {"colon", ":"},    {"sol", "/"},    {"commat", "@"}, {"lsqb", "["},     {"lbrack", "["},
     {"rsqb", "]"},   {"rbrack", "]"},   {"lpar", "("},   {"rpar", ")"},   {"lowbar", "_"},   {"num", "#"},
     {"percnt", "%"}, {"plus", "+"},     {"equals", "="}, {"quest", "?"},  {"bsol", "\\"},    {"vert", "|"},
     {"hyphen", "-"}, {"dash", "-"},     {"ndash", "-"},  {"mdash", "-"},  {"shy", ""},       {"zwnj", ""},
     {"zwj", ""},     {"ensp", " "},     {"emsp", " "},   {"thinsp", " "}, {"hellip", "..."}, {"lsquo", "'"},
     {"rsquo", "'"},  {"ldquo", "\""},   {"rdquo", "\""}, {"bull", "-"},   {"middot", "-"},   {"Tab", "\t"},
     {"rarr", "->"},  {"NewLine", "\n"}, {"lcub", "{"},   {"rcub", "}"},   {"ast", "*"},      {"semi", ";"},
     {"comma", ","}});

std::string utf8(unsigned long code) {
  std::string out;
  const auto put = [&](unsigned long byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x20 && code != '\t' && code != '\n') return " ";
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | (code >> 6));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    if (code >= 0xd800 && code < 0xe000) return "?";
    put(0xe0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x110000) {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    return "?";
  }
  return out;
}

}  // namespace

std::string entity_text(std::string_view name) {
  if (name.starts_with('#')) {
    const bool hex = name.size() > 2 && (name[1] | 0x20) == 'x';
    const auto digits = name.substr(hex ? 2 : 1);
    unsigned long code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (error != std::errc() || end != digits.data() + digits.size() || code == 0) return {};
    return utf8(code);
  }
  for (const auto& entity : entities) {
    if (entity.name == name) return entity.text.empty() ? std::string("\xc2\xad") : std::string(entity.text);
  }
  return {};
}

std::string without_entities(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto end = text[i] == '&' ? text.find(';', i) : std::string_view::npos;
    const bool whole = end != std::string_view::npos && end - i <= max_entity_bytes;
    const std::string made = whole ? entity_text(text.substr(i + 1, end - i - 1)) : std::string();
    if (made.empty()) {
      out.push_back(text[i++]);
    } else {
      out += made;
      i = end + 1;
    }
  }
  return out;
}

}  // namespace tidings::report
