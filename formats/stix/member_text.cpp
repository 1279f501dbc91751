#include "formats/stix/member_text.hpp"

#include <algorithm>

namespace tidings::stix {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// Behind the text that begins at `at` with its quote.
std::size_t behind_text(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return std::min(at + 1, json.size());
}

std::size_t behind_value(std::string_view json, std::size_t at) {
  for (std::size_t depth = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') at = behind_text(json, at) - 1;
    if (c == '{' || c == '[') ++depth;
    if (depth == 0 && (c == ',' || c == '}' || blanks.find(c) != std::string_view::npos)) return at;
    if (c == '}' || c == ']') --depth;
  }
  return json.size();
}

}  // namespace

std::optional<MemberText> find_member(std::string_view json, std::string_view name) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == '{' || json[at] == '[') ++depth;
    if (json[at] == '}' || json[at] == ']') --depth;
    if (json[at] != '"') continue;
    const auto begin = at;
    const auto end = behind_text(json, at);
    const auto text = end >= at + 2 ? json.substr(at + 1, end - at - 2) : std::string_view();
    at = end - 1;
    if (depth != 1 || text != name) continue;
    const auto colon = json.find_first_not_of(blanks, end);
    if (colon == std::string_view::npos || json[colon] != ':') continue;  // it was a value
    const auto value = std::min(json.find_first_not_of(blanks, colon + 1), json.size());
    return MemberText{begin, value, behind_value(json, value)};
  }
  return std::nullopt;
}

std::string_view text_member(std::string_view json, std::string_view name) {
  const auto member = find_member(json, name);
  const auto value = member ? json.substr(member->value, member->end - member->value) : std::string_view();
  return value.size() >= 2 && value.front() == '"' ? value.substr(1, value.size() - 2) : std::string_view();
}

}  // namespace tidings::stix
