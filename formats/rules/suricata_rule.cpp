#include "formats/rules/suricata_rule.hpp"

#include <algorithm>
#include <array>

#include "formats/rules/telling.hpp"

namespace tidings::rules {
namespace {

constexpr auto actions =
    std::to_array<std::string_view>({"alert", "block", "config", "drop", "log", "pass", "react", "reject", "rejectboth",
                                     "rejectdst", "rejectsrc", "rewrite", "sdrop"});
constexpr auto host_buffers = std::to_array<std::string_view>(
    {"dns.query", "dns_query", "http.host", "http.host.raw", "http_host", "http_raw_host", "tls.sni", "tls_sni"});

// One word of the header; a list in brackets is one.
std::string_view take_part(std::string_view& text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  std::size_t depth = 0, end = 0;
  for (; end < text.size(); ++end) {
    if (text[end] == '[') ++depth;
    if (text[end] == ']' && depth > 0) --depth;
    if (depth == 0 && (text[end] == ' ' || text[end] == '\t' || text[end] == '(')) break;
  }
  const auto part = text.substr(0, end);
  text.remove_prefix(end);
  return part;
}

std::string_view without_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// "name:value;" up to its ';' outside of quotes.
std::optional<Keyword> take_keyword(std::string_view& text) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (text[end] == '\\') {
      ++end;
    } else if (text[end] == '"') {
      quoted = !quoted;
    } else if (text[end] == ';' && !quoted) {
      break;
    }
  }
  if (end >= text.size()) return std::nullopt;
  const auto whole = text.substr(0, end);
  text.remove_prefix(end + 1);
  const auto colon = whole.find(':');
  Keyword keyword{without_blanks(whole.substr(0, colon)), {}};
  if (colon != std::string_view::npos) keyword.value = without_blanks(whole.substr(colon + 1));
  return keyword;
}

bool is_host_buffer(std::string_view name) {
  return std::find(host_buffers.begin(), host_buffers.end(), name) != host_buffers.end();
}

bool is_modern(std::string_view name) {
  return name.find('.') != std::string_view::npos || name == "dns_query" || name == "tls_sni";
}

// A content and what qualifies it, up to the next one.
struct Content {
  std::string text;
  bool host{false}, anchored{false}, plain{true};
};

void qualify(const Keyword& keyword, Content& content) {
  if (is_host_buffer(keyword.name) && !is_modern(keyword.name)) content.host = true;
  if (keyword.name == "endswith" || keyword.name == "bsize") content.anchored = true;
  if (keyword.name == "isdataat" && keyword.value.starts_with('!')) content.anchored = true;
}

}  // namespace

bool begins_a_rule(std::string_view line) {
  const auto word = line.substr(0, line.find_first_of(" \t"));
  return std::binary_search(actions.begin(), actions.end(), word) && line.find('(') != std::string_view::npos;
}

std::optional<SuricataRule> parse_suricata(std::string_view line) {
  SuricataRule rule;
  rule.action = take_part(line);
  rule.protocol = take_part(line);
  rule.source = take_part(line);
  rule.source_port = take_part(line);
  const auto direction = take_part(line);
  rule.destination = take_part(line);
  rule.destination_port = take_part(line);
  if (direction != "->" && direction != "<>" && direction != "<-") return std::nullopt;
  if (rule.destination_port.empty()) return std::nullopt;
  line = without_blanks(line);
  if (!line.starts_with('(') || !line.ends_with(')')) return std::nullopt;
  line = line.substr(1, line.size() - 2);
  while (!without_blanks(line).empty()) {
    const auto keyword = take_keyword(line);
    if (!keyword || rule.keywords.size() >= max_keywords) return std::nullopt;
    if (!keyword->name.empty()) rule.keywords.push_back(*keyword);
  }
  return rule;
}

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    out.push_back(value[i]);
  }
  return out;
}

std::string value_of(const SuricataRule& rule, std::string_view name) {
  for (const auto& keyword : rule.keywords) {
    if (keyword.name == name) return unquoted(keyword.value);
  }
  return {};
}

std::vector<std::string> named_hosts(const SuricataRule& rule) {
  std::vector<Content> contents;
  bool in_host_buffer = false, whole_buffer = false;
  for (const auto& keyword : rule.keywords) {
    // A buffer's name goes before its contents; in the old way, after each.
    if (is_modern(keyword.name) && keyword.value.empty()) {
      in_host_buffer = is_host_buffer(keyword.name);
      whole_buffer = false;
    } else if (keyword.name == "bsize" && in_host_buffer && (contents.empty() || !contents.back().host)) {
      whole_buffer = true;
    } else if (keyword.name == "content" || keyword.name == "pcre") {
      const bool is_content = keyword.name == "content" && keyword.value.starts_with('"');
      contents.push_back({unquoted(keyword.value), in_host_buffer, whole_buffer, is_content});
    } else if (!contents.empty()) {
      qualify(keyword, contents.back());
    }
  }
  std::vector<std::string> names;
  const auto of_host = std::count_if(contents.begin(), contents.end(), [](const auto& c) { return c.host; });
  for (const auto& content : contents) {
    const bool sure = content.host && content.anchored && content.plain && of_host == 1;
    if (!sure || content.text.find('|') != std::string::npos) continue;
    names.push_back(content.text.starts_with('.') ? content.text.substr(1) : content.text);
  }
  return names;
}

std::vector<std::string_view> named_addresses(std::string_view side) {
  if (side.find_first_of("!$") != std::string_view::npos || side == "any") return {};
  std::vector<std::string_view> addresses;
  while (!side.empty()) {
    const auto end = std::min(side.find_first_of("[], \t"), side.size());
    if (end > 0) addresses.push_back(side.substr(0, end));
    side.remove_prefix(std::min(end + 1, side.size()));
  }
  return addresses;
}

}  // namespace tidings::rules
