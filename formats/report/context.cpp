#include "formats/report/context.hpp"

#include <algorithm>

#include "base/letters.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/observable/observable.hpp"
#include "formats/report/entity.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Techniques of ATT&CK: T and four digits, perhaps a dot and three.
bool is_technique(std::string_view text) {
  if (text.size() != 5 && text.size() != 9) return false;
  const auto digits = [&](std::size_t from, std::size_t to) {
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(to),
                       is_digit);
  };
  return text[0] == 'T' && digits(1, 5) && (text.size() == 5 || (text[5] == '.' && digits(6, 9)));
}

// Without the marks of Markdown links, code and emphasis.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ']' && i + 1 < text.size() && text[i + 1] == '(') {
      i = std::min(text.find(')', i), text.size() - 1);
    } else if (text[i] != '*' && text[i] != '`' && !(text[i] == '[' && text.find("](", i) != std::string_view::npos)) {
      out.push_back(text[i]);
    }
  }
  while (out.ends_with(' ') || out.ends_with(':')) out.pop_back();
  return out.substr(0, bulletin::max_title_bytes);
}

// Cutting at a number of bytes may have cut a character.
std::string whole_characters(std::string text) {
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  if (text.size() < bulletin::max_title_bytes) return text;
  while (!text.empty() && !begins_character(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace

void Context::heading(unsigned level, std::string_view title) {
  if (caption_.empty()) caption_ = whole_characters(plain(title));
  // The first heading; a title's own level later on is still the title, as where a menu comes first.
  if (level > 6 || (title_level_ != 0 && level >= title_level_)) return;
  if (title_level_ != 0 && level != 1) return;
  title_ = whole_characters(plain(title));
  title_level_ = title_.empty() ? 0 : level;
}

void Context::page_title(std::string_view title) {
  page_title_ = whole_characters(plain(title));
  words(title);
}

void Context::words(std::string_view words) {
  if (words.find('&') == std::string_view::npos) return stated_.narrow(draft::stated_in(words));
  stated_.narrow(draft::stated_in(without_entities(words)));
}

void Context::line(std::string_view text) {
  if (text.find('&') == std::string_view::npos) return take_line(text);
  take_line(without_entities(text));
}

void Context::take_line(std::string_view text) {
  stated_.narrow(lines_.take(text));
  // Of what stands above a report, in YAML: "tags: [phishing, tlp.red]".
  const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
  for (const std::string_view name : {"tags:", "labels:", "keywords:"}) {
    if (text.substr(begin).starts_with(name)) stated_.narrow(draft::stated_by_tags(text.substr(begin + name.size())));
  }
}

void Context::link(std::string_view url) {
  const bool web = url.starts_with("http://") || url.starts_with("https://");
  if (!web || url.size() > bulletin::max_list_entry_bytes || references_.size() >= bulletin::max_list_entries) return;
  references_.emplace(url);
}

void Context::tag(std::string tag) {
  if (tags_.size() < bulletin::max_list_entries) tags_.insert(std::move(tag));
}

void Context::token(std::string_view token) {
  const auto end = token.find_first_of(":,;)/");
  if (is_technique(token.substr(0, end))) return tag(std::string(token.substr(0, end)));
  if (base::lowered(token.substr(0, 4)) != "cve-") return;
  const auto cve = observable::parse(token.substr(0, end), {observable::Type::Cve, false});
  if (cve) tag(cve->observable.value);
}

v1::Header Context::finish() {
  stated_.narrow(lines_.finish());
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  header.set_title(!title_.empty() ? title_ : page_title_.empty() ? caption_ : page_title_);
  if (!stated_.empty()) draft::take_stated(*header.mutable_audience(), stated_);
  for (const auto& tag : tags_) header.add_tags(tag);
  for (const auto& reference : references_) header.add_references(reference);
  return header;
}

}  // namespace tidings::report
