#include "daemon/access/credentials.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tidings::access {
namespace {

base::Error refuse(std::string what) { return base::fail(base::ErrorCode::BadInput, std::move(what)); }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

/// RFC 4648 section 4, with its padding.
std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padding;
  }
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    held = (held << 6) | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<char>((held >> bits) & 0xff));
  }
  return out;
}

bool begins_with_word(std::string_view text, std::string_view word) {
  if (text.size() <= word.size() || text[word.size()] != ' ') return false;
  return std::ranges::equal(text.substr(0, word.size()), word,
                            [](char a, char b) { return (is_letter(a) ? static_cast<char>(a | 0x20) : a) == b; });
}

base::Result<Credentials> read_basic(std::string_view encoded) {
  auto text = from_base64(encoded);
  if (!text) return refuse("the Basic credentials are no base64");
  const auto colon = text->find(':');
  Credentials read;
  if (colon != std::string::npos) {
    read.name = text->substr(0, colon);
    read.secret = base::Secret(text->substr(colon + 1));
  }
  std::ranges::fill(*text, '\0');
  if (colon == std::string::npos) return refuse("the Basic credentials have no colon");
  if (!is_name(read.name)) return refuse("the Basic credentials have no name that could be known here");
  if (read.secret.empty() || read.secret.reveal().size() > max_password_bytes) {
    return refuse("the Basic credentials have no password that could be known here");
  }
  return read;
}

}  // namespace

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > max_name_bytes) return false;
  return std::ranges::all_of(name,
                             [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; });
}

base::Result<Credentials> read_authorization(std::string_view header) {
  if (header.size() > max_authorization_bytes) return refuse("the credentials are too long");
  const auto rest = [&](std::string_view scheme) {
    auto text = header.substr(scheme.size());
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
  };
  if (begins_with_word(header, "basic")) return read_basic(rest("basic"));
  if (!begins_with_word(header, "bearer")) return refuse("the credentials are neither Basic nor Bearer");
  const auto token = rest("bearer");
  if (!token.starts_with(token_prefix)) return refuse("the credentials are no token of ours");
  Credentials read;
  read.secret = base::Secret(std::string(token));
  return read;
}

}  // namespace tidings::access
