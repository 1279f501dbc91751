#include "formats/report/words.hpp"

#include <algorithm>

namespace tidings::report {
namespace {

bool ends_there(std::string_view rest, std::string_view word) {
  if (word.size() > 4) return true;
  if (rest.starts_with('s')) rest.remove_prefix(1);
  return rest.empty() || !is_word_char(rest.front());
}

}  // namespace

bool has_word(std::string_view lower, std::initializer_list<std::string_view> words) {
  for (std::size_t at = 0; at < lower.size(); ++at) {
    if (!is_word_char(lower[at]) || (at > 0 && is_word_char(lower[at - 1]))) continue;
    const auto rest = lower.substr(at);
    for (const auto word : words) {
      if (rest.front() == word.front() && rest.starts_with(word) && ends_there(rest.substr(word.size()), word))
        return true;
    }
  }
  return false;
}

std::string_view bare(std::string_view text) {
  constexpr auto is_around = [](char c) {
    switch (c) {
      case ' ':
      case '\t':
      case '\r':
      case '\n':
      case '*':
      case '`':
      case '_':
      case '+':
      case '"':
      case '\'': return true;
    }
    return false;
  };
  while (!text.empty() && is_around(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_around(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace tidings::report
