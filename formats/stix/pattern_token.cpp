#include "formats/stix/pattern_token.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "base/utf8.hpp"

namespace tidings::stix {
namespace {

using base::ErrorCode;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool goes_on_name(char c) { return begins_name(c) || is_digit(c) || c == '-'; }

std::optional<unsigned> base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
  if (is_digit(c)) return static_cast<unsigned>(c - '0') + 52;
  if (c == '+') return 62U;
  if (c == '/') return 63U;
  return std::nullopt;
}

/// RFC 4648, 4, with its padding.
std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const auto padding = text.ends_with("==") ? 2U : text.ends_with("=") ? 1U : 0U;
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : text.substr(0, text.size() - padding)) {
    const auto digit = base64_digit(c);
    if (!digit) return std::nullopt;
    held = held << 6 | *digit;
    bits += 6;
    if (bits >= 8) out.push_back(static_cast<char>(held >> (bits -= 8) & 0xff));
  }
  return out;
}

int two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

/// RFC 3339 as the grammar narrows it: "2016-06-01T01:30:00.123Z", UTC alone.
bool is_timestamp(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < shape.size() + 1 || text.back() != 'Z') return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  }
  const auto fraction = text.substr(shape.size(), text.size() - shape.size() - 1);
  if (!fraction.empty() &&
      (fraction.size() < 2 || fraction[0] != '.' || !std::ranges::all_of(fraction.substr(1), is_digit))) {
    return false;
  }
  const int month = two_digits(text, 5), day = two_digits(text, 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && two_digits(text, 11) <= 23 &&
         two_digits(text, 14) <= 59 && two_digits(text, 17) <= 60;
}

}  // namespace

base::Error Tokens::bad(std::size_t at, const std::string& what) const {
  return base::fail(ErrorCode::BadInput, "column " + std::to_string(at + 1) + ": " + what);
}

/// How many bytes of white space stand here: ASCII's, and those of Unicode that the grammar names.
std::size_t Tokens::blank_bytes() const {
  const char c = text_[at_];
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  const auto character = base::character_at(text_, at_);
  const auto code = character.code;
  const bool blank =
      character.valid && (code == 0x85 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
                          code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000);
  return blank ? character.bytes : 0;
}

base::Status Tokens::skip_blank() {
  while (at_ < text_.size()) {
    const auto rest = text_.substr(at_);
    if (const auto blank = blank_bytes(); blank != 0) {
      at_ += blank;
    } else if (rest.starts_with("//")) {
      at_ += std::min(rest.find_first_of("\r\n"), rest.size());
    } else if (rest.starts_with("/*")) {
      const auto end = rest.find("*/", 2);
      if (end == std::string_view::npos) return bad(at_, "a comment does not end");
      at_ += end + 2;
    } else {
      break;
    }
  }
  return {};
}

/// At the opening quote.
base::Result<Token> Tokens::quoted(TokenKind kind) {
  Token token{kind, {}, at_ + 1, false, false};
  const auto begin = at_++;
  while (true) {
    if (at_ >= text_.size()) return bad(begin, "a text does not end");
    const char c = text_[at_++];
    if (c == '\'') break;
    if (c == '\\') {
      if (kind != TokenKind::Text || at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '\\')) {
        return bad(at_ - 1, "only \\' and \\\\ are escapes");
      }
      token.text.push_back(text_[at_++]);
    } else {
      token.text.push_back(c);
    }
  }
  std::optional<std::string> decoded = token.text;
  if (kind == TokenKind::Hex) decoded = base::from_hex(token.text);
  if (kind == TokenKind::Binary) decoded = from_base64(token.text);
  if (!decoded) return bad(begin, kind == TokenKind::Hex ? "it is not hexadecimal" : "it is not Base64");
  if (kind == TokenKind::Timestamp && !is_timestamp(token.text)) return bad(begin, "it is no time in UTC");
  token.text = std::move(*decoded);
  return token;
}

/// At a digit, a sign or a point.
base::Result<Token> Tokens::number() {
  Token token{TokenKind::Integer, {}, at_ + 1, text_[at_] == '-', false};
  const auto begin = at_;
  if (text_[at_] == '-' || text_[at_] == '+') ++at_;
  const auto digits = at_;
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  const auto whole = at_ - digits;
  if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
    token.kind = TokenKind::Float;
    ++at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  } else if (whole == 0) {
    return bad(begin, "a number has no digits");
  } else if (whole > 1 && text_[digits] == '0') {
    return bad(begin, "a number begins with 0");
  }
  if (at_ < text_.size() && begins_name(text_[at_])) return bad(begin, "a value is not in quotes");
  token.text = std::string(text_.substr(begin, at_ - begin));
  return token;
}

Token Tokens::name() {
  Token token{TokenKind::Name, {}, at_ + 1, false, false};
  const auto begin = at_;
  while (at_ < text_.size() && goes_on_name(text_[at_])) token.has_hyphen |= text_[at_++] == '-';
  token.text = std::string(text_.substr(begin, at_ - begin));
  return token;
}

base::Result<Token> Tokens::symbol() {
  static constexpr auto symbols = std::to_array<std::string_view>(
      {"==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ":", ".", ",", "*"});
  for (const auto symbol : symbols) {
    if (!text_.substr(at_).starts_with(symbol)) continue;
    Token token{TokenKind::Symbol, std::string(symbol), at_ + 1, false, false};
    at_ += symbol.size();
    return token;
  }
  return bad(at_, "it has no meaning here");
}

base::Result<Token> Tokens::next() {
  if (const auto skipped = skip_blank(); !skipped) return skipped.error();
  if (at_ >= text_.size()) return Token{TokenKind::End, {}, text_.size() + 1, false, false};
  const char c = text_[at_];
  const bool quote_follows = at_ + 1 < text_.size() && text_[at_ + 1] == '\'';
  if (c == '\'') return quoted(TokenKind::Text);
  if (quote_follows && (c == 'h' || c == 'b' || c == 't')) {
    ++at_;
    return quoted(c == 'h' ? TokenKind::Hex : c == 'b' ? TokenKind::Binary : TokenKind::Timestamp);
  }
  if (begins_name(c)) return name();
  const bool digit_follows = at_ + 1 < text_.size() && (is_digit(text_[at_ + 1]) || text_[at_ + 1] == '.');
  if (is_digit(c) || ((c == '-' || c == '+') && digit_follows)) return number();
  if (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) return number();
  return symbol();
}

}  // namespace tidings::stix
