#include "core/writing/scripts.hpp"

#include <unictype.h>
#include <unistr.h>

#include <algorithm>
#include <array>
#include <set>

namespace tidings::writing {
namespace {

bool turns_direction(ucs4_t c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/// Scripts that are written together: Japanese, Chinese with its phonetic letters, Korean; each beside Latin.
bool are_written_together(const std::set<std::string_view>& scripts) {
  constexpr std::array<std::array<std::string_view, 4>, 3> together{{{"Latin", "Han", "Hiragana", "Katakana"},
                                                                     {"Latin", "Han", "Bopomofo", "Bopomofo"},
                                                                     {"Latin", "Han", "Hangul", "Hangul"}}};
  return scripts.size() < 2 || std::ranges::any_of(
                                   together,
                                   [&](const auto& some) {
                                     return std::ranges::all_of(scripts, [&](auto script) {
                                       return std::ranges::find(some, script) != some.end();
                                     });
                                   });
}

/// Small letters that most typefaces draw as they draw a Latin one.
bool looks_latin(ucs4_t c) {
  constexpr std::u32string_view letters =
      U"\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u051d\u0445\u0443\u0475"  // Cyrillic
      U"\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9\u03f2\u03f3";                         // Greek
  return letters.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

std::string listed(const std::set<std::string_view>& scripts) {
  std::string text;
  std::size_t left = scripts.size();
  for (const auto script : scripts) {
    text += script;
    --left;
    if (left > 0) text += left == 1 ? " and " : ", ";
  }
  return text;
}

}  // namespace

bool hides_character(std::string_view text) {
  const auto* at = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto* const end = at + text.size();
  while (at < end) {
    ucs4_t c = 0;
    at += u8_mbtouc(&c, at, static_cast<std::size_t>(end - at));
    if (uc_is_property_default_ignorable_code_point(c)) return true;
  }
  return false;
}

std::string oddity_of(std::string_view label) {
  std::set<std::string_view> scripts;
  bool turns = false, hides = false, all_latin_to_see = true;
  const auto* at = reinterpret_cast<const std::uint8_t*>(label.data());
  const auto* const end = at + label.size();
  while (at < end) {
    ucs4_t c = 0;
    at += u8_mbtouc(&c, at, static_cast<std::size_t>(end - at));
    turns = turns || turns_direction(c);
    hides = hides || uc_is_property_default_ignorable_code_point(c);
    const auto* script = uc_script(c);
    if (script == nullptr) continue;
    const std::string_view name(script->name);
    if (name == "Common" || name == "Inherited") continue;
    scripts.insert(name);
    all_latin_to_see = all_latin_to_see && looks_latin(c);
  }
  if (turns) return "turns the reading direction";
  if (hides) return "hides an invisible character";
  if (!are_written_together(scripts)) return "mixes " + listed(scripts);
  return scripts.size() == 1 && all_latin_to_see ? "looks like Latin, written in " + listed(scripts) : std::string();
}

}  // namespace tidings::writing
