#include "formats/report/token.hpp"

#include <algorithm>

#include "base/letters.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

constexpr std::array<std::uint16_t, 256> make_marks() {
  std::array<std::uint16_t, 256> table{};
  for (auto& entry : table) entry = mark::not_hex;
  for (std::size_t c = 0; c <= ' '; ++c) table[c] = mark::end;
  for (std::size_t c = 0x80; c < 256; ++c) table[c] = mark::not_hex | mark::high;
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = 0;
  for (std::size_t c = 'a'; c <= 'f'; ++c) table[c] = 0;
  for (std::size_t c = 'A'; c <= 'F'; ++c) table[c] = 0;
  for (const char c : {'<', '>', '"', '`', '|', '\x7f'}) table[static_cast<unsigned char>(c)] = mark::end;
  table['.'] |= mark::dot;
  table[':'] |= mark::colon;
  table['/'] |= mark::slash;
  table['@'] |= mark::at;
  table['\\'] |= mark::backslash;
  table['='] |= mark::equals;
  for (const char c : {'[', '(', '{', '}', ')', '*', '_', '+', '\''}) {
    table[static_cast<unsigned char>(c)] |= mark::bracket;
  }
  table[']'] |= mark::bracket | mark::close;
  for (const char c : {',', ';'}) table[static_cast<unsigned char>(c)] = mark::not_hex | mark::listing;
  return table;
}

constexpr std::array<bool, 256> members(std::string_view text) {
  std::array<bool, 256> table{};
  for (const char c : text) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr auto opening = members("([{'*_+~,;:=#!-");
constexpr auto closing = members("'*_+~.,;:!?=-");
bool opens(char c) { return opening[static_cast<unsigned char>(c)]; }
bool closes(char c) { return closing[static_cast<unsigned char>(c)]; }

// What closes is kept where its opening stands inside.
bool closes_nothing(std::string_view token, char close) {
  const char open = close == ')' ? '(' : close == ']' ? '[' : '{';
  return std::count(token.begin(), token.end(), open) < std::count(token.begin(), token.end(), close);
}

constexpr std::array<std::string_view, 31> labels = {
    "md5",    "sha1",  "sha-1",  "sha256",  "sha-256",  "sha512", "sha-512", "hash", "ip",    "ips", "ipv4",
    "ipv6",   "host",  "domain", "domains", "hostname", "url",    "urls",    "uri",  "c2",    "c&c", "cnc",
    "server", "email", "e-mail", "mail",    "file",     "sample", "href",    "src",  "commit"};

// Lengths in UTF-8 of what is not seen, or stands for a full stop; 0 for anything else.
std::size_t unseen(std::string_view text) {
  for (const std::string_view mark : {"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x81\xa0", "\xef\xbb\xbf",
                                      "\xc2\xad", "\xe2\x80\xaa", "\xe2\x80\xac", "\xe2\x80\x8e", "\xe2\x80\x8f"}) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

std::size_t foreign_stop(std::string_view text) {
  for (const std::string_view mark : {"\xe3\x80\x82", "\xef\xbc\x8e", "\xef\xbd\xa1", "\xe2\x80\xa4"}) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

// "h**p", "htxp", "hxtp", "h__p"; "meow" is what some write for http. 0: as it stands.
std::size_t odd_scheme(std::string_view text, std::string_view& stands_for) {
  const bool meow = text.starts_with("meow");
  std::size_t end = 4;
  if (text.size() < 6 || (!meow && ((text[0] | 0x20) != 'h' || (text[3] | 0x20) != 'p'))) return 0;
  const bool secure = (text[end] | 0x20) == 's';
  if (secure) ++end;
  if (end >= text.size() || (text[end] != ':' && !text.substr(end).starts_with("[:"))) return 0;
  const auto odd = [](char c) { return c == '*' || c == '_' || (c | 0x20) == 'x' || (c | 0x20) == 't'; };
  const std::string pair = base::lowered(text.substr(1, 2));
  if (!meow && (pair == "tt" || pair == "xx" || !odd(text[1]) || !odd(text[2]))) return 0;
  stands_for = secure ? "https" : "http";
  return end;
}

}  // namespace

const std::array<std::uint16_t, 256> marks = make_marks();

std::uint16_t marks_of(std::string_view text) {
  std::uint16_t found = 0;
  for (const char c : text) found |= marks[static_cast<unsigned char>(c)];
  return found;
}

std::string_view trimmed_token(std::string_view token) {
  bool changed = true;
  while (changed && !token.empty()) {
    changed = false;
    const char front = token.front(), back = token.back();
    if (opens(front) && !token.starts_with("*.")) {
      const bool meant = front == '[' && token.size() > 1 && token[1] != '.' && token.find("]:") != token.npos;
      if (meant) break;  // "[2001:db8::1]:53"
      token.remove_prefix(1);
      changed = true;
    } else if (closes(back) || ((back == ')' || back == ']' || back == '}') && closes_nothing(token, back))) {
      token.remove_suffix(1);
      changed = true;
    }
  }
  return token;
}

std::string_view take_label(std::string_view& token) {
  constexpr std::size_t longest = 10;
  std::size_t end = 0;
  while (end < token.size() && end <= longest && token[end] != ':' && token[end] != '=') ++end;
  if (end == 0 || end > longest || end + 1 >= token.size()) return {};
  if (token.substr(end + 1).starts_with("//")) return {};
  const std::string label = base::lowered(token.substr(0, end));
  if (std::find(labels.begin(), labels.end(), label) == labels.end()) return {};
  const auto taken = token.substr(0, end);
  token.remove_prefix(end + 1);
  return taken;
}

bool restore(std::string_view token, std::string& out, bool& disarmed) {
  std::string_view scheme;
  std::string result;
  std::size_t i = odd_scheme(token, scheme);
  bool changed = i > 0;
  disarmed = changed;
  result = scheme;
  if (!changed && (marks_of(token) & (mark::high | mark::backslash)) == 0) return false;
  while (i < token.size()) {
    const auto rest = token.substr(i);
    if (rest[0] != '\\' && static_cast<unsigned char>(rest[0]) < 0x80) {
      result.push_back(token[i++]);
    } else if (const auto size = unseen(rest); size > 0) {
      i += size;
      changed = true;
    } else if (const auto stop = foreign_stop(rest); stop > 0) {
      result.push_back('.');
      i += stop;
      changed = true;
    } else if (rest[0] == '\\' && rest.size() > 1 && std::string_view("[].(){}_*-:@").find(rest[1]) != rest.npos) {
      ++i;
      disarmed = disarmed || rest[1] == '.';
      changed = true;
    } else {
      result.push_back(token[i++]);
    }
  }
  if (changed) out = std::move(result);
  return changed;
}

bool is_defanged(std::string_view token) {
  if (token.empty()) return false;
  const bool scheme = (token.front() | 0x20) == 'h' || (token.front() | 0x20) == 'f';
  if (!scheme && (marks_of(token) & mark::bracket) == 0) return false;
  for (const std::string_view sign :
       {"[.", ".]", "(.)", "{.}", "[dot]", "(dot)", "[:", "[at]", "[@]", "(at)", "[DOT]"}) {
    if (token.find(sign) != std::string_view::npos) return true;
  }
  const std::string head = base::lowered(token.substr(0, 4));
  return head == "hxxp" || head.starts_with("fxp");
}

}  // namespace tidings::report
