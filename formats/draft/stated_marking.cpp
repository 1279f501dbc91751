#include "formats/draft/stated_marking.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>

#include "base/letters.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/names.hpp"
#include "formats/draft/marking_words.hpp"
#include "formats/draft/plain_letters.hpp"
#include "formats/draft/stated_lines.hpp"
#include "formats/draft/stated_pap.hpp"

namespace tidings::draft {
namespace {

constexpr std::size_t max_shown_bytes = 48;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_one_of(text.front(), " \t\r\n\"'")) text.remove_prefix(1);
  while (!text.empty() && is_one_of(text.back(), " \t\r\n\"'")) text.remove_suffix(1);
  return text;
}

/// A word of another script: "TLP:紅" is no level that is known here.
bool begins_in_another_script(std::string_view text) {
  constexpr char32_t first_letter = 0xc0, first_mark = 0x2000, behind_marks = 0x3040;
  if (text.empty() || static_cast<unsigned char>(text.front()) < 0x80) return false;
  const auto character = base::character_at(text, 0);
  return character.valid && character.code >= first_letter &&
         (character.code < first_mark || character.code >= behind_marks);
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
    for (auto i = find_protocol(text_, 0); i != std::string_view::npos; i = find_protocol(text_, i + 1)) {
      if (is_within_word(i)) continue;
      const auto protocol = protocol_at(text_.substr(i));
      const auto gap = gap_behind(text_, i, protocol);
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

  /// As a word of its own, and not within a name, a path or an address: what is between them is "tlp-red".
  bool stands_alone(std::size_t begin, std::size_t end) const {
    constexpr std::string_view blanks = " \t\r\n";
    if (begin > 0 && !is_one_of(text_[begin - 1], " \t\r\n,;:|[({\"'`*#>\x1f")) return false;
    if (end < text_.size() && text_[end] == '.') return end + 1 == text_.size() || is_one_of(text_[end + 1], blanks);
    return end == text_.size() || is_one_of(text_[end], " \t\r\n,;:|])}\"'`*<\x1f");
  }
  bool is_closed(std::size_t end) const {
    end = std::min(text_.find_first_not_of("\"'`* \t", end), text_.size());
    return end < text_.size() && is_one_of(text_[end], ")]}/|");
  }

  template <class Level>
  void take(std::size_t begin, const Gap& gap, std::optional<Level> (*from_name)(std::string_view), Level narrow_from,
            Level& narrowest) {
    for (auto at = gap.end;;) {
      auto word = word_at(text_, at);
      const bool is_joined = at == gap.end && is_letter(text_[at - 1]);  // "TLPRED"
      if (is_joined && !stands_alone(begin, at + word.size())) return;
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
      bool looks_so = is_capital(word.front()) || *level >= narrow_from;
      if (gap.is_words) looks_so = in_capitals;
      if (gap.is_dash) looks_so = in_capitals || (*level >= narrow_from && stands_alone(begin, at + word.size()));
      if (!gap.says_so && !looks_so) return;
      if (gap.is_opened && !is_closed(at + word.size())) return;
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
  std::string held;
  text = in_plain_letters(text, held);
  if (text.find('\n') == std::string_view::npos) return Scan(text).run();
  Stated stated;
  StatedLines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    stated.narrow(lines.take(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  stated.narrow(lines.finish());
  return stated;
}

Stated narrowing_in(std::string_view text) {
  auto stated = stated_in(text);
  if (stated.tlp == v1::TLP_CLEAR) stated.tlp = v1::TLP_UNSPECIFIED;
  if (stated.pap == v1::PAP_CLEAR) stated.pap = v1::PAP_UNSPECIFIED;
  return stated;
}

bool is_marking_tag(std::string_view tag) {
  std::string held;
  return level_of_tag(in_plain_letters(tag, held)).has_value();
}

Stated stated_by_tag(std::string_view tag) {
  std::string held;
  tag = trimmed(in_plain_letters(tag, held));
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

Stated stated_by_tags(std::string_view tags) {
  auto stated = stated_in(tags);
  // "tlp red, c2" and "tlp-red c2".
  for (const std::string_view between : {",;|#\r\n[]{}'\"", ",;|#\r\n[]{}'\" \t"}) {
    for (auto at = tags.find_first_not_of(between); at < tags.size(); at = tags.find_first_not_of(between, at)) {
      const auto tag = tags.substr(at, tags.find_first_of(between, at) - at);
      if (!tag.ends_with(':')) stated.narrow(stated_by_tag(tag));  // "tlp: red" is one, and not cut in two
      at += tag.size();
    }
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
