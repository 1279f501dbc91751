#include "formats/report/markup.hpp"

#include <algorithm>

namespace tidings::report {
namespace {

constexpr std::size_t longest_heading_bytes = 200;
constexpr unsigned caption_level = 8;

std::string_view without_end(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string_view without_begin(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

bool is_run_of(std::string_view text, char c, std::size_t least) {
  return text.size() >= least && text.find_first_not_of(c) == std::string_view::npos;
}

// Words in capitals, as old reports set their headings: hex digits alone are none.
bool is_shouted(std::string_view text) {
  constexpr std::size_t longest_word = 24;
  std::size_t capitals = 0, run = 0;
  bool word = false;
  for (const char c : text) {
    run = c == ' ' ? 0 : run + 1;
    if (run > longest_word || c == '`') return false;
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') ++capitals;
    if (c >= 'G' && c <= 'Z') word = true;
    if (c == '.' || c == '[' || c == '\\' || c == '/') return false;
  }
  return word && capitals >= 6 && text.find(' ') != std::string_view::npos;
}

}  // namespace

void Markup::give(Block block, std::string_view text, unsigned level) { take_(Line{text, number_, block, level, '|'}); }

// "```", "~~~" in Markdown and text; "----", "...." and "```" in AsciiDoc.
bool Markup::fence(std::string_view text) {
  if (!fence_.empty()) {
    const bool ends = form_ == Form::AsciiDoc ? text == fence_ : text.starts_with(fence_);
    if (ends) fence_.clear();
    if (!ends) give(Block::Code, text);
    return true;
  }
  if (text.starts_with("```") || text.starts_with("~~~")) {
    // "```code```" on one line is no block.
    if (text.find(text[0], text.find_first_not_of(text[0])) != std::string_view::npos) return false;
    fence_ = std::string(text.substr(0, 3));
  } else if (form_ == Form::AsciiDoc && (is_run_of(text, '-', 4) || is_run_of(text, '.', 4))) {
    fence_ = std::string(text);
  }
  return !fence_.empty();
}

bool Markup::underlined_heading(std::string_view text) {
  if (form_ == Form::AsciiDoc || previous_.empty()) return false;
  const bool first = is_run_of(text, '=', 3);
  if (!first && !is_run_of(text, '-', 3)) return false;
  give(Block::Heading, previous_, first ? 1 : 2);
  previous_.clear();
  return true;
}

bool Markup::heading(std::string_view text) {
  const char mark = form_ == Form::AsciiDoc ? '=' : '#';
  const auto level = std::min(text.find_first_not_of(mark), text.size());
  if (level == 0 || level > 6 || level >= text.size() || text[level] != ' ') return false;
  auto title = without_begin(text.substr(level));
  while (!title.empty() && title.back() == mark) title.remove_suffix(1);
  // A remark above a part of a list, as in "# C2:", is a caption.
  const bool remark = form_ == Form::Text && level == 1;
  give(Block::Heading, without_end(title), remark ? caption_level : static_cast<unsigned>(level));
  return true;
}

bool Markup::table(std::string_view text) {
  if (form_ == Form::Text) return false;
  if (form_ == Form::AsciiDoc) {
    const bool rule = text.starts_with("|===") && is_run_of(text.substr(1), '=', 3);
    if (rule) {
      in_table_ = !in_table_;
      give(Block::TableEnd, {});
      return true;
    }
    if (!in_table_) return false;
    if (!text.empty()) give(Block::Row, text.starts_with('|') ? text.substr(1) : text);
    return true;
  }
  if (!text.starts_with('|')) return false;
  const bool rule = text.find_first_not_of("|-: \t") == std::string_view::npos;
  if (!rule) give(Block::Row, text.ends_with('|') ? text.substr(1, text.size() - 2) : text.substr(1));
  return true;
}

// What stands above a block and names it: ".Title" of AsciiDoc, "**Title**", "Domains:", a line in capitals.
bool Markup::caption(std::string_view text) {
  if (text.size() > longest_heading_bytes) return false;
  if (form_ == Form::AsciiDoc && text.size() > 2 && text[0] == '.' && text[1] != '.' && text[1] != ' ' &&
      text[1] != '/') {
    give(Block::Heading, text.substr(1), caption_level);
    return true;
  }
  const bool bold = text.size() > 4 && text.starts_with("**") && (text.ends_with("**") || text.ends_with("**:"));
  const bool labelled = text.ends_with(':') && text.find("://") == std::string_view::npos;
  if (!bold && !labelled && !is_shouted(text)) return false;
  give(Block::Heading, text, caption_level);
  return true;
}

bool Markup::item(std::string_view text) {
  std::size_t begin = 0;
  if (text[0] == '-' || text[0] == '*' || text[0] == '+') {
    begin = form_ == Form::AsciiDoc ? std::min(text.find_first_not_of(text[0]), text.size()) : 1;
  } else if (text.starts_with("\xe2\x80\xa2") || text.starts_with("\xe2\x97\x8f") || text.starts_with("\xe2\x96\xaa")) {
    begin = 3;
  } else {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits > 0 && digits <= 3 && digits < text.size() && (text[digits] == '.' || text[digits] == ')')) {
      begin = digits + 1;
    }
  }
  if (begin == 0 || begin >= text.size() || (text[begin] != ' ' && text[begin] != '\t')) return false;
  const auto content = without_begin(text.substr(begin));
  const bool names_what_follows = content.ends_with(':') && content.size() <= longest_heading_bytes &&
                                  content.find("://") == std::string_view::npos;
  give(names_what_follows ? Block::Heading : Block::Item, content, caption_level + 1);
  return true;
}

void Markup::take(std::string_view raw, std::uint64_t number) {
  number_ = number;
  const auto whole = without_end(raw);
  const auto text = without_begin(whole);
  if (fence(fence_.empty() ? text : whole)) return previous_.clear();
  if (text.empty()) {
    if (form_ == Form::AsciiDoc && in_table_) return;
    previous_.clear();
    after_blank_ = true;
    return give(Block::Blank, {});
  }
  const bool indented = form_ == Form::Markdown && after_blank_ && whole.starts_with("    ");
  if (table(text) || underlined_heading(text)) {
    previous_.clear();
  } else if (form_ == Form::AsciiDoc && (text.starts_with('[') || text.starts_with(':')) &&
             (text.ends_with(']') || text.find(':', 1) != std::string_view::npos) && text.find("://") == text.npos &&
             text.find("[.]") == text.npos && text.find('`') == text.npos) {
    return;  // attributes of the document or of the next block
  } else if (heading(text)) {
    previous_.clear();
  } else {
    previous_.assign(text.size() <= longest_heading_bytes ? text : std::string_view());
    if (indented) return give(Block::Code, text);
    if (!caption(text) && !item(text)) give(Block::Prose, text);
  }
  after_blank_ = false;
}

}  // namespace tidings::report
