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
  bool turns = false, hides = false;
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
    if (name != "Common" && name != "Inherited") scripts.insert(name);
  }
  if (turns) return "turns the reading direction";
  if (hides) return "hides an invisible character";
  return are_written_together(scripts) ? std::string() : "mixes " + listed(scripts);
}

}  // namespace tidings::writing
