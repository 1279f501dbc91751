#include "daemon/http/server/target.hpp"

#include <algorithm>

#include "base/letters.hpp"
#include "base/utf8.hpp"

namespace tidings::server {
namespace {

using base::ErrorCode;

constexpr std::size_t max_segments = 16, max_media_types = 32;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_token(std::string_view text) {
  const auto is_part = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, is_part);
}

/// Up to `separator`, not within quotes; `text` goes on behind it.
std::string_view next_part(std::string_view& text, char separator) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (quoted && text[at] == '\\')
      ++at;
    else if (!quoted && text[at] == separator)
      break;
  }
  const auto part = text.substr(0, at);
  text = at < text.size() ? text.substr(at + 1) : std::string_view();
  return trimmed(part);
}

/// "0.5" in thousandths.
std::optional<unsigned> quality_of(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  unsigned value = static_cast<unsigned>(text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  unsigned unit = 100;
  for (std::size_t at = 2; at < text.size(); ++at, unit /= 10) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value += static_cast<unsigned>(text[at] - '0') * unit;
  }
  return value > 1000 ? std::nullopt : std::optional(value);
}

std::string_view unquoted(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

bool add_parameter(MediaType& type, std::string_view part) {
  const auto equals = part.find('=');
  if (equals == std::string_view::npos) return false;
  const auto name = base::lowered(trimmed(part.substr(0, equals)));
  const auto value = unquoted(trimmed(part.substr(equals + 1)));
  if (!is_token(name) || type.parameters.size() == max_parameters) return false;
  if (name == "q") {
    const auto quality = quality_of(value);
    if (quality) type.quality = *quality;
    return quality.has_value();
  }
  type.parameters.emplace_back(name, value);
  return true;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    const int high = at + 2 < text.size() ? digit_of(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? digit_of(text[at + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    at += 2;
  }
  for (std::size_t at = 0; at < out.size();) {
    const auto character = base::character_at(out, at);
    if (!character.valid || character.code == 0) return std::nullopt;
    at += character.bytes;
  }
  return out;
}

base::Result<std::vector<std::string>> path_segments(std::string_view path) {
  const auto bad = [] { return base::fail(ErrorCode::BadInput, "the path cannot be read"); };
  if (!path.starts_with('/')) return bad();
  path.remove_prefix(1);
  std::vector<std::string> segments;
  while (true) {
    const auto slash = path.find('/');
    auto segment = percent_decoded(path.substr(0, slash));
    const bool is_last = slash == std::string_view::npos;
    if (!segment || *segment == "." || *segment == ".." || (segment->empty() && !is_last)) return bad();
    if (segments.size() == max_segments) return bad();
    segments.push_back(std::move(*segment));
    if (is_last) return segments;
    path.remove_prefix(slash + 1);
  }
}

base::Result<Parameters> query_parameters(std::string_view query) {
  Parameters read;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto part = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (part.empty()) continue;
    if (read.size() == max_parameters) return base::fail(ErrorCode::TooLarge, "the query has too many parameters");
    const auto equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals));
    auto value = percent_decoded(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1));
    if (!name || !value) return base::fail(ErrorCode::BadInput, "the query cannot be read");
    read.emplace_back(std::move(*name), std::move(*value));
  }
  return read;
}

std::optional<std::string_view> MediaType::parameter(std::string_view name) const {
  for (const auto& [known, value] : parameters) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::optional<MediaType> media_type(std::string_view text) {
  const auto range = next_part(text, ';');
  const auto slash = range.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  MediaType type{base::lowered(range.substr(0, slash)), base::lowered(range.substr(slash + 1)), {}, 1000};
  if (!is_token(type.type) || !is_token(type.subtype)) return std::nullopt;
  while (!text.empty()) {
    const auto part = next_part(text, ';');
    if (!part.empty() && !add_parameter(type, part)) return std::nullopt;
  }
  return type;
}

std::vector<MediaType> accepted(std::string_view header) {
  std::vector<MediaType> types;
  while (!header.empty() && types.size() < max_media_types) {
    if (auto type = media_type(next_part(header, ','))) types.push_back(std::move(*type));
  }
  return types;
}

bool lists_token(std::string_view header, std::string_view token) {
  for (std::size_t seen = 0; !header.empty() && seen < max_media_types; ++seen) {
    auto part = next_part(header, ',');
    if (base::lowered(next_part(part, ';')) != token) continue;
    MediaType parameters;
    while (!part.empty()) add_parameter(parameters, next_part(part, ';'));
    return parameters.quality > 0;
  }
  return false;
}

bool matches_tag(std::string_view header, std::string_view tag) {
  const auto strong = [](std::string_view text) { return text.starts_with("W/") ? text.substr(2) : text; };
  if (trimmed(header) == "*") return true;
  for (std::size_t seen = 0; !header.empty() && seen < max_media_types; ++seen) {
    if (strong(next_part(header, ',')) == strong(tag)) return true;
  }
  return false;
}

}  // namespace tidings::server
