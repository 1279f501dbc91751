#include "formats/detect/json_keys.hpp"

namespace tidings::detect {
namespace {

constexpr unsigned deepest = 3;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Where the string that begins at `at` (a quote) ends: its closing quote, or the end of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at < text.size() ? at : text.size();
}

std::size_t past_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

}  // namespace

std::vector<JsonKey> first_keys(std::string_view json) {
  std::vector<JsonKey> keys;
  unsigned depth = 0;
  for (std::size_t at = 0; at < json.size() && keys.size() < max_keys; ++at) {
    if (json[at] == '{') ++depth;
    if (json[at] == '}' && depth > 0) --depth;
    if (json[at] != '"') continue;
    const auto end = end_of_string(json, at);
    if (end >= json.size()) break;
    const auto colon = past_blanks(json, end + 1);
    const auto name = json.substr(at + 1, end - at - 1);
    at = end;
    if (colon >= json.size() || json[colon] != ':') continue;
    const auto value = past_blanks(json, colon + 1);
    JsonKey key{depth, name, {}};
    if (value < json.size() && json[value] == '"') {
      const auto last = end_of_string(json, value);
      key.text = json.substr(value + 1, last - value - 1);
      at = last;
    } else {
      at = colon;
    }
    if (depth <= deepest) keys.push_back(key);
  }
  return keys;
}

bool begins_json(std::string_view text) {
  const auto begin = past_blanks(text, 0);
  if (begin >= text.size()) return false;
  if (text[begin] == '{') {
    const auto next = past_blanks(text, begin + 1);
    return next >= text.size() || text[next] == '"' || text[next] == '}';
  }
  if (text[begin] != '[') return false;
  const auto next = past_blanks(text, begin + 1);
  return next >= text.size() || text[next] == '{' || text[next] == '"' || text[next] == '[' || text[next] == ']';
}

}  // namespace tidings::detect
