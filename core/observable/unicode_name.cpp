#include "core/observable/observable.hpp"
#include "core/observable/punycode.hpp"

namespace tidings::observable {
namespace {

void append_utf8(std::string& out, char32_t c) {
  const auto add = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xc0 | (c >> 6));
  } else if (c < 0x10000) {
    add(0xe0 | (c >> 12));
    add(0x80 | ((c >> 6) & 0x3f));
  } else {
    add(0xf0 | (c >> 18));
    add(0x80 | ((c >> 12) & 0x3f));
    add(0x80 | ((c >> 6) & 0x3f));
  }
  if (c >= 0x80) add(0x80 | (c & 0x3f));
}

void append_label(std::string& out, std::string_view label) {
  std::u32string points;
  if (!label.starts_with("xn--") || !decode_punycode(label.substr(4), &points)) {
    out += label;
    return;
  }
  for (const char32_t c : points) append_utf8(out, c);
}

}  // namespace

std::string unicode_name(std::string_view name) {
  if (name.find("xn--") == std::string_view::npos) return std::string(name);
  std::string out;
  while (true) {
    const auto dot = name.find('.');
    append_label(out, name.substr(0, dot));
    if (dot == std::string_view::npos) return out;
    out.push_back('.');
    name.remove_prefix(dot + 1);
  }
}

}  // namespace tidings::observable
