#include "formats/draft/marking_words.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/letters.hpp"

namespace tidings::draft {
namespace {

constexpr std::size_t max_gap_signs = 16;  // blanks do not count: columns are filled up with them
constexpr std::size_t max_gap_bytes = 256;
constexpr auto tlp_words = std::to_array<std::string_view>({"traffic", "light", "protocol"});
constexpr auto pap_words = std::to_array<std::string_view>({"permissible", "actions", "protocol"});
/// What a level may be called: "TLP level: RED".
constexpr auto level_nouns = std::to_array<std::string_view>(
    {"level", "colour", "color", "marking", "rating", "classification", "designation", "label"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Where "Traffic Light Protocol" ends, however it is joined; 0 where the text does not begin with it.
std::size_t end_of_words(std::string_view text, std::span<const std::string_view> words) {
  std::size_t at = 0;
  for (const auto word : words) {
    while (at > 0 && at < text.size() && is_one_of(text[at], " \t-_")) ++at;
    if (!begins_with(text.substr(at), word)) return 0;
    at += word.size();
  }
  return at;
}

/// Behind `<span class="tlp">` or `</b>`; 0 where no such mark stands there.
std::size_t end_of_markup(std::string_view text, std::size_t at) {
  if (text[at] != '<' || at + 1 == text.size() || !(is_letter(text[at + 1]) || text[at + 1] == '/')) return 0;
  const auto end = text.substr(0, at + max_gap_bytes).find('>', at);
  return end == std::string_view::npos ? 0 : end + 1;
}

Gap gap_at(std::string_view text, std::size_t begin) {
  Gap gap;
  auto at = begin;
  std::size_t signs = 0;
  while (at < text.size() && signs < max_gap_signs && at - begin < max_gap_bytes) {
    const char c = text[at];
    if (const auto end = end_of_markup(text, at); end != 0) {
      at = end;
      continue;
    }
    if (!is_one_of(c, " \t*\"'`)](>[{}\\-_:=|~\x1f")) break;
    gap.says_so |= is_one_of(c, ":=|\x1f");
    if (is_one_of(c, "([{")) gap.is_opened = true;
    if (is_one_of(c, ")]}")) gap.is_opened = false;
    if (!is_blank(c)) ++signs;
    ++at;
  }
  const auto all = text.substr(begin, at - begin);
  gap.end = at;
  gap.is_bare = all == ":";
  gap.is_dash = all.empty() || all == "-" || all == "_";
  return gap;
}

/// Behind "2.0", "v2" or "version 2.0" of a protocol; 0 where no such word stands there.
std::size_t end_of_version(std::string_view text, std::size_t begin) {
  auto at = begin;
  for (const std::string_view word : {"version", "ver", "v"}) {
    if (!begins_with(text.substr(at), word)) continue;
    at += word.size();
    while (at < text.size() && is_one_of(text[at], " .")) ++at;
    break;
  }
  if (at == text.size() || !is_one_of(text[at], "12")) return 0;
  ++at;
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) at += 2;
  return at < text.size() && (is_digit(text[at]) || is_letter(text[at])) ? 0 : at;
}

/// Behind "level" or the like; 0 where no such word stands there.
std::size_t end_of_noun(std::string_view text, std::size_t begin) {
  const auto rest = text.substr(begin);
  for (const auto noun : level_nouns) {
    if (begins_with(rest, noun) && (rest.size() == noun.size() || !is_letter(rest[noun.size()])))
      return begin + noun.size();
  }
  return 0;
}

}  // namespace

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

bool begins_with(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() && std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                                                        [](char a, char b) { return a == base::lower(b); });
}

Protocol protocol_at(std::string_view text) {
  if (begins_with(text, "tlp")) return {3, true, false};
  if (begins_with(text, "pap")) return {3, false, false};
  if (const auto end = end_of_words(text, tlp_words); end != 0) return {end, true, true};
  return {end_of_words(text, pap_words), false, true};
}

std::size_t find_protocol(std::string_view text, std::size_t begin) {
  for (auto i = begin; i + 2 < text.size(); ++i) {
    const auto first = text[i] | 0x20;
    if (first != 't' && first != 'p') continue;
    const auto second = text[i + 1] | 0x20;
    const bool may_begin = first == 't' ? second == 'l' || second == 'r' : second == 'a' || second == 'e';
    if (may_begin && protocol_at(text.substr(i)).end != 0) return i;
  }
  return std::string_view::npos;
}

Gap gap_behind(std::string_view text, std::size_t begin, const Protocol& protocol) {
  auto gap = gap_at(text, begin + protocol.end);
  if (const auto version = end_of_version(text, gap.end); version != 0) {
    const bool says_so = gap.says_so;
    gap = gap_at(text, version);
    gap.says_so |= says_so;
    gap.is_bare = false;
  }
  const auto noun = gap.says_so ? 0 : end_of_noun(text, gap.end);
  if (noun != 0) gap = gap_at(text, noun);
  if (noun == 0 && !protocol.is_written_out) return gap;
  gap.is_bare = gap.is_dash = false;
  gap.is_words = true;
  return gap;
}

std::string_view without_marks(std::string_view text) {
  constexpr std::string_view marks = " \t\r\x1f*_~`\"'#;!/|>\\-.,:()[]{}";
  for (std::size_t end = 0; !text.empty(); text.remove_prefix(end)) {
    end = end_of_markup(text, 0);
    if (end == 0) end = is_one_of(text.front(), marks) ? 1 : 0;
    if (end == 0) break;
  }
  while (!text.empty()) {
    const auto markup = text.back() == '>' ? text.rfind('<') : std::string_view::npos;
    if (markup != std::string_view::npos && end_of_markup(text, markup) == text.size()) {
      text = text.substr(0, markup);
    } else if (is_one_of(text.back(), marks)) {
      text.remove_suffix(1);
    } else {
      break;
    }
  }
  return text;
}

Protocol protocol_of_all(std::string_view text) {
  text = without_marks(text);
  if (const auto dot = text.rfind('.'); dot != std::string_view::npos && dot + 1 < text.size() &&
                                        text.find(' ') == std::string_view::npos && is_letter(text[dot + 1]))
    text.remove_prefix(dot + 1);
  auto protocol = protocol_at(text);
  if (protocol.end == 0) return protocol;
  if (gap_behind(text, 0, protocol).end != text.size()) protocol.end = 0;
  return protocol;
}

}  // namespace tidings::draft
