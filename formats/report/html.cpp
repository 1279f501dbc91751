#include "formats/report/html.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "formats/report/entity.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

constexpr std::size_t max_tag_bytes = 8 * 1024;  // the longest value is 8 KiB: what is cut here is no target of ours
constexpr char cell_separator = '\x1f';
constexpr unsigned caption_level = 8;

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Programs, pictures and the frame around a page.
constexpr std::array<std::string_view, 9> dropped_elements = {"script", "style",  "svg",    "template", "noscript",
                                                              "nav",    "footer", "iframe", "select"};
constexpr std::array<std::string_view, 18> prose_blocks = {
    "p",  "div", "section", "article", "body",   "main",       "header", "aside", "ul",
    "ol", "dl",  "tbody",   "thead",   "figure", "blockquote", "form",   "hr",    "address"};

// Of those, what people read: a page's footer may hold its marking.
constexpr std::array<std::string_view, 5> worded_elements = {"nav", "footer", "noscript", "svg", "template"};
constexpr std::size_t max_beside_bytes = 8 * 1024;
constexpr std::size_t kept_beside_bytes = 64;  // a marking that is cut in two is whole then

bool breaks_a_cell(std::string_view name) {
  return name == "p" || name == "div" || name == "li" || name == "pre" || name == "textarea";
}

// The value of an attribute, its entities decoded.
std::string attribute(std::string_view attributes, std::string_view name) {
  const std::string lower = base::lowered(attributes);
  for (auto at = lower.find(name); at != std::string::npos; at = lower.find(name, at + 1)) {
    if (at > 0 && is_word_char(lower[at - 1])) continue;
    auto rest = attributes.substr(at + name.size());
    const auto begin = rest.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || rest[begin] != '=') continue;
    rest.remove_prefix(begin + 1);
    const auto first = rest.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    const char quote = rest[first];
    const bool quoted = quote == '"' || quote == '\'';
    rest.remove_prefix(quoted ? first + 1 : first);
    return without_entities(rest.substr(0, quoted ? rest.find(quote) : rest.find_first_of(" \t\r\n>")));
  }
  return {};
}

}  // namespace

void Html::push(std::string_view chunk) {
  std::size_t i = 0;
  while (i < chunk.size()) {
    if (state_ == State::Text) {
      const auto run = std::min(chunk.find_first_of("<&", i), chunk.size());
      text_run(chunk.substr(i, run - i));
      i = run;
      if (i == chunk.size()) break;
    }
    step(chunk[i++]);
  }
}

void Html::finish() {
  if (state_ == State::Entity) text_run(word_);
  flush();
  flush_beside();
}

void Html::step(char c) {
  if (c == '\n') ++line_;
  switch (state_) {
    case State::Text:
      state_ = c == '<' ? State::Tag : State::Entity;
      word_.assign(1, c);
      quote_ = '\0';
      return;
    case State::Entity: return entity(c);
    case State::Tag: return tag(c);
    case State::Comment:
      word_.push_back(c);
      beside(c);
      if (word_.size() > 3) word_.erase(0, 1);
      if (word_ != "-->") return;
      state_ = State::Text;
      flush_beside();
      return;
  }
}

void Html::beside(char c) {
  words_.push_back(c);
  if (words_.size() < max_beside_bytes) return;
  beside_.words(words_);
  words_.erase(0, words_.size() - kept_beside_bytes);
}

void Html::flush_beside() {
  if (!words_.empty()) beside_.words(words_);
  words_.clear();
}

void Html::text_run(std::string_view run) {
  if (!dropped_.empty()) {
    line_ += static_cast<std::uint64_t>(std::count(run.begin(), run.end(), '\n'));
    if (!is_one_of(dropped_, worded_elements)) return;
    for (const char c : run) beside(c);
    return;
  }
  for (const char c : run) {
    if (c == '\n') ++line_;
    text(c);
  }
}

void Html::text(char c) {
  const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == cell_separator;
  if (in_pre_ && c == '\n') return in_row_ ? break_cell() : break_line();
  if (blank && !in_pre_) {
    if (!buffer_.empty() && buffer_.back() != ' ') buffer_.push_back(' ');
  } else {
    if (buffer_.empty()) block_line_ = line_;
    buffer_.push_back(c == '\n' || c == '\r' || c == cell_separator ? ' ' : c);
  }
  if (buffer_.size() >= max_line_bytes) flush();
}

void Html::entity(char c) {
  if (c == ';') {
    const std::string decoded = entity_text(std::string_view(word_).substr(1));
    state_ = State::Text;
    if (!dropped_.empty()) return;
    if (decoded.empty()) {
      for (const char kept : word_ + ';') text(kept);
    }
    for (const char made : decoded) text(made);
    return;
  }
  if ((is_word_char(c) || c == '#') && word_.size() < max_entity_bytes) {
    word_.push_back(c);
    return;
  }
  // An ampersand that begins nothing, as in a URL.
  state_ = State::Text;
  if (dropped_.empty()) {
    for (const char kept : word_) text(kept);
  }
  if (c == '<' || c == '&') return step(c);
  if (dropped_.empty()) text(c);
}

void Html::tag(char c) {
  if (quote_ != '\0') {
    if (c == quote_) quote_ = '\0';
  } else if (c == '>') {
    state_ = State::Text;
    return end_tag();
  } else if ((c == '"' || c == '\'') && word_.ends_with('=')) {
    quote_ = c;
  }
  if (word_.size() < max_tag_bytes) word_.push_back(c);
  if (word_ == "<!--") {
    state_ = State::Comment;
    word_.clear();
    return;
  }
  // "a < b": no tag begins with a blank or a digit. A quote that never ends must not swallow the rest.
  const bool no_tag = word_.size() == 2 && !is_word_char(c) && c != '/' && c != '!' && c != '?';
  if (!no_tag && word_.size() < max_tag_bytes) return;
  state_ = State::Text;
  if (no_tag && dropped_.empty()) {
    text('<');
    text(c);
  }
}

void Html::end_tag() {
  std::string_view inside = std::string_view(word_).substr(1);
  const bool closes = inside.starts_with('/');
  if (closes) inside.remove_prefix(1);
  const auto end = std::min(inside.find_first_of(" \t\r\n/"), inside.size());
  const std::string name = base::lowered(inside.substr(0, end));
  if (!dropped_.empty()) {
    beside(' ');
    if (!closes || name != dropped_) return;
    dropped_.clear();
    flush_beside();
    return;
  }
  if (name.empty()) return;
  if (closes) return close(name);
  if (!inside.ends_with('/') && is_one_of(name, dropped_elements)) {
    dropped_ = name;
    return;
  }
  open(name, inside.substr(end));
}

void Html::begin_block(Block block, unsigned level) {
  flush();
  block_ = block;
  level_ = level;
}

void Html::open(std::string_view name, std::string_view attributes) {
  const bool heading = name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
  if (name == "meta") beside_.words(attribute(attributes, "name") + ":" + attribute(attributes, "content"));
  // Some of it is shown, as a picture's words and a tip are.
  if (!attributes.empty()) beside_.words(attributes);
  if (name == "a") {
    link_ = attribute(attributes, "href");
    if (!link_.empty()) text('[');
  } else if (name == "td" || name == "th") {
    if (!in_row_) return begin_block(Block::Prose);  // behind a heading in a row
    in_pre_ = false;
    buffer_.push_back(buffer_.empty() ? ' ' : cell_separator);
    if (buffer_.size() >= max_line_bytes) flush();
  } else if (name == "tr") {
    begin_block(Block::Row);
    in_row_ = true;
    in_pre_ = false;
  } else if (name == "br") {
    in_row_ ? break_cell() : break_line();
  } else if (in_row_ && breaks_a_cell(name)) {
    break_cell();
    in_pre_ = in_pre_ || name == "pre";
  } else if (in_row_ && !heading) {
    return;
  } else if (name == "code" || name == "tt" || name == "kbd" || name == "samp") {
    if (!in_pre_) text('`');
  } else if (name == "pre" || name == "textarea") {
    begin_block(Block::Code);
    in_pre_ = true;
  } else if (heading) {
    begin_block(Block::Heading, static_cast<unsigned>(name[1] - '0'));
    in_row_ = false;
  } else if (name == "caption" || name == "dt" || name == "figcaption" || name == "summary") {
    begin_block(Block::Heading, caption_level);
  } else if (name == "li" || name == "dd") {
    begin_block(Block::Item);
  } else if (name == "title") {
    begin_block(Block::Prose);
    in_title_ = true;
  } else if (is_one_of(name, prose_blocks)) {
    begin_block(Block::Prose);
  } else if (name == "table") {
    begin_block(Block::TableEnd);
  }
}

void Html::close(std::string_view name) {
  const bool heading = name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
  if (name == "a") {
    if (!link_.empty()) {
      for (const char c : "](" + link_ + ")") text(c);
    }
    link_.clear();
  } else if (name == "title") {
    if (in_title_) beside_.title(bare(buffer_));
    in_title_ = false;
    buffer_.clear();
  } else if (name == "tr" || name == "table") {
    flush();
    in_row_ = in_pre_ = false;
    if (name == "table") take_(Line{{}, line_, Block::TableEnd, 0, cell_separator});
    block_ = Block::Prose;
  } else if (in_row_ && breaks_a_cell(name)) {
    break_cell();
    in_pre_ = in_pre_ && name != "pre";
  } else if (name == "pre" || name == "textarea") {
    begin_block(Block::Prose);
    in_pre_ = false;
  } else if (name == "code" || name == "tt" || name == "kbd" || name == "samp") {
    if (!in_pre_ && !in_row_) text('`');
  } else if (!in_row_ && (heading || name == "li" || name == "dd" || name == "dt" || name == "caption" ||
                          is_one_of(name, prose_blocks))) {
    begin_block(Block::Prose);
  }
}

// A line of code, or of a paragraph that is broken by hand: values often stand one a line.
void Html::break_line() {
  const Block block = block_;
  const unsigned level = level_;
  flush();
  block_ = block == Block::Heading ? Block::Prose : block;
  level_ = level;
}

// Lines of a cell stay in it: what names the row or the column counts for each.
void Html::break_cell() {
  if (!buffer_.empty() && buffer_.back() != '\n') buffer_.push_back('\n');
}

void Html::flush() {
  const auto text = in_row_ ? std::string_view(buffer_) : bare(buffer_);
  const bool code_span = !in_row_ && buffer_.find('`') != std::string::npos;
  const auto whole = code_span ? std::string_view(buffer_) : text;
  if (!text.empty()) take_(Line{whole, block_line_, block_, level_, in_row_ ? cell_separator : '|'});
  buffer_.clear();
  block_line_ = line_;
  if (block_ == Block::Heading) block_ = Block::Prose;
}

}  // namespace tidings::report
