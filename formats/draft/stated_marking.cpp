#include "formats/draft/stated_marking.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <type_traits>

#include "base/letters.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/names.hpp"
#include "formats/draft/stated_pap.hpp"

namespace tidings::draft {
namespace {

constexpr std::string_view wide_colon = "\xef\xbc\x9a";  // of Chinese and Japanese text
constexpr std::string_view wide_blank = "\xc2\xa0";
constexpr std::size_t max_gap_bytes = 16;
constexpr std::size_t max_shown_bytes = 48;
constexpr auto tlp_words = std::to_array<std::string_view>({"traffic", "light", "protocol"});
constexpr auto pap_words = std::to_array<std::string_view>({"permissible", "actions", "protocol"});
/// What a level may be called: "TLP level: RED".
constexpr auto level_nouns = std::to_array<std::string_view>(
    {"level", "colour", "color", "marking", "rating", "classification", "designation", "label"});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

bool begins_with(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() && std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                                                        [](char a, char b) { return a == base::lower(b); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_one_of(text.front(), " \t\r\n\"'")) text.remove_prefix(1);
  while (!text.empty() && is_one_of(text.back(), " \t\r\n\"'")) text.remove_suffix(1);
  return text;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// As people read it: full-width letters and marks as those of ASCII, and nothing of what nobody sees.
std::string as_seen(std::string_view text) {
  constexpr char32_t non_joiner = 0x200c, joiner = 0x200d, wide_space = 0x3000, wide_first = 0xff01, wide_last = 0xff5e;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto character = base::character_at(text, at);
    const auto code = character.code;
    const bool is_wide = code >= wide_first && code <= wide_last;
    const bool is_unseen = !is_ascii(text[at]) && (base::is_unshowable(code) || code == non_joiner || code == joiner);
    if (is_wide || code == wide_space)
      out.push_back(is_wide ? static_cast<char>(code - wide_first + '!') : ' ');
    else if (!is_unseen)
      out.append(text.substr(at, character.bytes));
    at += character.bytes;
  }
  return out;
}

/// A word of another script: "TLP:紅" is no level that is known here.
bool begins_in_another_script(std::string_view text) {
  constexpr char32_t first_letter = 0xc0, first_mark = 0x2000, behind_marks = 0x3040;
  if (text.empty() || is_ascii(text.front())) return false;
  const auto character = base::character_at(text, 0);
  return character.valid && character.code >= first_letter &&
         (character.code < first_mark || character.code >= behind_marks);
}

/// What stands between "TLP" and its level.
struct Gap {
  std::size_t end{0};
  bool says_so{false};   ///< a colon or the like: what follows is meant as the level
  bool is_bare{false};   ///< that colon alone
  bool is_plain{false};  ///< nothing but a dash: "TLP-AMBER", and names such as tlp-amber.tw; or words: "TLP LEVEL RED"
};

Gap gap_at(std::string_view text, std::size_t begin) {
  auto at = begin;
  bool says_so = false;
  while (at < text.size() && at - begin < max_gap_bytes) {
    if (text.substr(at).starts_with(wide_blank)) {
      at += wide_blank.size();
    } else if (is_one_of(text[at], " \t*\"'`)]-_:=|\x1f")) {
      says_so |= is_one_of(text[at], ":=|\x1f");
      ++at;
    } else {
      break;
    }
  }
  const auto gap = text.substr(begin, at - begin);
  return {at, says_so, gap == ":", gap == "-" || gap == "_"};
}

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

/// What the levels are of: "TLP", "traffic-light-protocol".
struct Protocol {
  std::size_t end{0};  ///< 0: the text does not begin with one
  bool is_tlp{false};
  bool is_written_out{false};
};

Protocol protocol_at(std::string_view text) {
  if (begins_with(text, "tlp")) return {3, true, false};
  if (begins_with(text, "pap")) return {3, false, false};
  if (const auto end = end_of_words(text, tlp_words); end != 0) return {end, true, true};
  return {end_of_words(text, pap_words), false, true};
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

Gap gap_behind(std::string_view text, std::size_t begin, const Protocol& protocol) {
  auto gap = gap_at(text, begin + protocol.end);
  const auto noun = gap.says_so ? 0 : end_of_noun(text, gap.end);
  if (noun != 0) gap = gap_at(text, noun);
  if (noun == 0 && !protocol.is_written_out) return gap;
  gap.is_bare = false;
  gap.is_plain = true;
  return gap;
}

/// "AMBER+STRICT": letters, and what joins them.
std::string_view word_at(std::string_view text, std::size_t begin) {
  auto end = begin;
  while (end < text.size()) {
    const bool joins = is_one_of(text[end], "+-_") && end > begin && end + 1 < text.size() && is_letter(text[end + 1]);
    if (!joins && !is_letter(text[end])) break;
    ++end;
  }
  return text.substr(begin, end - begin);
}

/// "AMBER STRICT", "AMBER (strict)".
bool goes_on_strictly(std::string_view rest) {
  const auto skipped = std::min(rest.find_first_not_of(" \t+-_(,"), rest.size());
  return skipped <= 4 && begins_with(rest.substr(skipped), "strict");
}

/// What stands for the level in a tag of the taxonomies tlp and PAP; nothing for other tags. "tlp-red" is one where the
/// whole of it is that: there are names such as "tlp-abuse".
std::optional<std::string_view> level_of_tag(std::string_view tag) {
  tag = trimmed(tag);
  const bool is_tlp = begins_with(tag, "tlp");
  if (!is_tlp && !begins_with(tag, "pap")) return std::nullopt;
  const auto rest = trimmed(tag.substr(3));
  if (rest.starts_with(wide_colon)) return trimmed(rest.substr(wide_colon.size()));
  if (rest.empty()) return std::nullopt;
  if (is_one_of(rest.front(), ":=.")) return trimmed(rest.substr(1));
  const auto level = rest.substr(is_one_of(rest.front(), "-_") ? 1 : 0);
  const bool is_known =
      is_tlp ? bulletin::tlp_from_name(level).has_value() : bulletin::pap_from_name(level).has_value();
  return is_known ? std::optional(level) : std::nullopt;
}

/// The same of another taxonomy's predicate, or of a galaxy: misp-galaxy:tlp="red".
std::optional<std::string_view> level_of_predicate(std::string_view tag) {
  const auto colon = tag.find(':'), equals = tag.find('=');
  if (equals == std::string_view::npos || colon > equals) return std::nullopt;
  const auto predicate = tag.substr(colon + 1, equals - colon - 1);
  if (predicate.empty() || protocol_at(predicate).end != predicate.size()) return std::nullopt;
  return trimmed(tag.substr(equals + 1));
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  Stated run() {
    for (std::size_t i = 0; i + 3 < text_.size(); ++i) {
      if (!is_one_of(base::lower(text_[i]), "tp")) continue;
      const auto protocol = protocol_at(text_.substr(i));
      if (protocol.end == 0 || is_within_word(i)) continue;
      const auto gap = gap_behind(text_, i, protocol);
      if (gap.end == i + protocol.end) continue;
      if (protocol.is_tlp)
        take(i, gap, bulletin::tlp_from_name, v1::TLP_AMBER, stated_.tlp);
      else
        take(i, gap, bulletin::pap_from_name, v1::PAP_AMBER, stated_.pap);
    }
    return std::move(stated_);
  }

 private:
  bool is_within_word(std::size_t at) const {
    return at > 0 && (is_letter(text_[at - 1]) || (text_[at - 1] >= '0' && text_[at - 1] <= '9'));
  }
  /// As it stands by itself, and not within an address.
  bool is_banner(std::size_t at) const { return at == 0 || !is_one_of(text_[at - 1], "/.?&=-:@\\"); }

  template <class Level>
  void take(std::size_t begin, const Gap& gap, std::optional<Level> (*from_name)(std::string_view), Level narrow_from,
            Level& narrowest) {
    for (auto at = gap.end;;) {
      auto word = word_at(text_, at);
      auto level = from_name(word);
      // "TLP:RED-marked" is red; "TLP:AMBER+STRCT" is that at least, and nobody knows what else.
      const auto first = word.substr(0, word.find_first_of("+-_"));
      if (const auto least = from_name(first); !level && least) {
        if (word[first.size()] != '-') cannot_read(begin);
        level = least;
        word = first;
      }
      const bool is_word = word.size() > 1 || begins_in_another_script(text_.substr(at + word.size()));
      if (!level && at == gap.end && gap.is_bare && is_word && is_banner(begin)) cannot_read(begin);
      if (!level) return;
      // Without a colon, what it stands beside must look like a marking: "the TLP green light" is prose.
      const bool in_capitals = std::ranges::all_of(word, [](char c) { return is_capital(c) || !is_letter(c); });
      const bool looks_so = gap.is_plain ? in_capitals : is_capital(word.front()) || *level >= narrow_from;
      if (!gap.says_so && !looks_so) return;
      at += word.size();
      if constexpr (std::is_same_v<Level, v1::Tlp>) {
        if (*level == v1::TLP_AMBER && goes_on_strictly(text_.substr(at))) level = v1::TLP_AMBER_STRICT;
      }
      narrowest = std::max(narrowest, *level);
      while (at < text_.size() && is_blank(text_[at])) ++at;
      if (at == text_.size() || !is_one_of(text_[at], "/|")) return;
      ++at;
      while (at < text_.size() && is_blank(text_[at])) ++at;
    }
  }

  void cannot_read(std::size_t begin) {
    if (!stated_.unreadable.empty()) return;
    const auto token = text_.substr(begin, text_.find_first_of(" \t\r\n\"'`<>()[]{},;|", begin) - begin);
    stated_.unreadable = base::to_valid_utf8(base::cut(token, max_shown_bytes));
  }

  std::string_view text_;
  Stated stated_;
};

}  // namespace

void Stated::narrow(const Stated& by) {
  tlp = std::max(tlp, by.tlp);
  pap = std::max(pap, by.pap);
  if (unreadable.empty()) unreadable = by.unreadable;
}

Stated stated_in(std::string_view text) {
  if (std::ranges::all_of(text, is_ascii)) return Scan(text).run();
  const auto seen = as_seen(text);
  return Scan(seen).run();
}

Stated narrowing_in(std::string_view text) {
  auto stated = stated_in(text);
  if (stated.tlp == v1::TLP_CLEAR) stated.tlp = v1::TLP_UNSPECIFIED;
  if (stated.pap == v1::PAP_CLEAR) stated.pap = v1::PAP_UNSPECIFIED;
  return stated;
}

bool is_marking_tag(std::string_view tag) { return level_of_tag(tag).has_value(); }

Stated stated_by_tag(std::string_view tag) {
  tag = trimmed(tag);
  auto stated = stated_in(tag);
  auto level = level_of_tag(tag);
  auto protocol = protocol_at(tag);
  if (!level && (level = level_of_predicate(tag))) protocol = protocol_at(tag.substr(tag.find(':') + 1));
  if (!level) return stated;
  // As a whole: "tlp:amber:for-some" may forbid more than "tlp:amber".
  if (!protocol.is_tlp) {
    stated.pap = std::max(stated.pap, bulletin::pap_from_name(*level).value_or(v1::PAP_RED));
    stated.unreadable.clear();
  } else if (const auto tlp = bulletin::tlp_from_name(*level)) {
    stated.tlp = std::max(stated.tlp, *tlp);
  } else {
    stated.unreadable = base::to_valid_utf8(base::cut(tag, max_shown_bytes));
  }
  return stated;
}

void take_stated(v1::Audience& audience, const Stated& stated) {
  if (stated.tlp != v1::TLP_UNSPECIFIED) audience.set_tlp(std::max(audience.tlp(), stated.tlp));
  if (stated.pap != v1::PAP_UNSPECIFIED) take_stated_pap(audience, stated.pap);
  if (!stated.unreadable.empty()) audience.set_local(true);
}

void narrow_by_words(v1::Audience& audience, const Stated& words, std::optional<v1::Tlp> unmarked) {
  auto settled = audience;
  if (settled.tlp() == v1::TLP_UNSPECIFIED) settled.set_tlp(unmarked.value_or(v1::TLP_UNSPECIFIED));
  if (words.tlp > settled.tlp()) {
    settled.set_tlp(words.tlp);
    audience.set_tlp(words.tlp);
  }
  if (words.pap != v1::PAP_UNSPECIFIED) take_stated_pap(settled, words.pap);
  audience.set_pap(settled.pap());
  if (!words.unreadable.empty()) audience.set_local(true);
}

}  // namespace tidings::draft
