#include "formats/exports/syntax.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "core/observable/host.hpp"

namespace tidings::exports {
namespace {

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool has(std::string_view some, char c) { return some.find(c) != std::string_view::npos; }

constexpr std::string_view upper_digits = "0123456789ABCDEF";

}  // namespace

bool is_plain_name(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.front() == '-') return false;
  return std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || has("-_.", c); });
}

bool is_plain_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && !has("\"\\", c); });
}

void append_content(std::string& out, std::string_view text) {
  bool in_hex = false;
  for (const char c : text) {
    const bool plain = c >= ' ' && c < '\x7f' && !has("\";:\\|", c);
    if (plain == in_hex) {
      out += '|';
      in_hex = !plain;
    } else if (!plain) {
      out += ' ';
    }
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      out.append({upper_digits[byte >> 4], upper_digits[byte & 15]});
  }
  if (in_hex) out += '|';
}

void append_words(std::string& out, std::string_view text, std::size_t most) {
  for (const char c : text.substr(0, most)) out += is_alphanumeric(c) || has(" .,_/+-", c) ? c : '_';
}

void append_slug(std::string& out, std::string_view text, std::size_t most) {
  for (const char c : text.substr(0, most)) out += is_alphanumeric(c) || c == '-' ? c : '_';
}

void append_base64(std::string& out, std::string_view bytes) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto piece = bytes.substr(at, 3);
    const auto group = static_cast<std::size_t>(base::read_be(piece, 0, piece.size()) << (8 * (3 - piece.size())));
    out += digits[(group >> 18) & 63];
    out += digits[(group >> 12) & 63];
    out += piece.size() > 1 ? digits[(group >> 6) & 63] : '=';
    out += piece.size() > 2 ? digits[group & 63] : '=';
  }
}

void append_regex(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (has("\\^$.[]|()?*+{}", c)) out += '\\';
    out += c;
  }
}

std::optional<UrlView> read_url(std::string_view url) {
  const auto scheme_end = url.find("://");
  const auto host = observable::host_of(observable::Type::Url, url);
  if (scheme_end == std::string_view::npos || host.empty() || !is_plain_word(url)) return std::nullopt;
  const auto host_at = static_cast<std::size_t>(host.data() - url.data());
  if (host_at != scheme_end + 3) return std::nullopt;
  auto rest = url.substr(host_at + host.size());
  rest = rest.substr(0, rest.find('#'));
  const auto port_end = rest.starts_with(':') ? rest.find_first_not_of("0123456789", 1) : 0;
  return UrlView{url.substr(0, scheme_end), host, rest.substr(0, port_end),
                 port_end == std::string_view::npos ? std::string_view() : rest.substr(port_end)};
}

std::string message_of(const Item& item) {
  std::string out = "Tidings: ";
  append_words(out, item.said.title(), 80);
  if (item.said.title().empty()) append_words(out, observable::name(item.type), 80);
  return out + " (bulletin " + base::to_hex(std::string_view(item.said.bulletin_id()).substr(0, 8)) + ")";
}

std::string slug_of(const Item& item) {
  std::string out;
  append_slug(out, item.said.title(), 48);
  if (!out.empty()) out += '-';
  return out + base::to_hex(std::string_view(item.said.bulletin_id()).substr(0, 4));
}

}  // namespace tidings::exports
