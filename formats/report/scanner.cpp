#include "formats/report/scanner.hpp"

#include <algorithm>

#include "formats/report/token.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

constexpr std::size_t looked_before_bytes = 40;
// Digits of a digest that is broken evenly: by a column's width, by halves.
constexpr std::size_t shortest_broken_line = 16, shortest_broken_cell = 32;

std::vector<std::string_view> cells_of(const Line& line) {
  std::vector<std::string_view> cells;
  auto text = line.text;
  while (true) {
    const auto end = text.find(line.separator);
    cells.push_back(bare(text.substr(0, end)));
    if (end == std::string_view::npos) return cells;
    text.remove_prefix(end + 1);
  }
}

bool may_be_harmless(std::string_view cell) {
  if (cell.empty()) return false;
  const char first = static_cast<char>(cell.front() | 0x20);
  return first == 'c' || first == 'l' || first == 'b' || first == 'v';
}

// "evil [.] example": whether blanks stand at a mark.
bool has_blanks_at_marks(std::string_view text) {
  for (auto at = text.find("[.]"); at != std::string_view::npos; at = text.find("[.]", at + 3)) {
    if ((at > 0 && text[at - 1] == ' ') || text.substr(at + 3).starts_with(' ')) return true;
  }
  return false;
}

bool has_lines(std::string_view cell) { return cell.find('\n') != std::string_view::npos; }

template <typename Take>
void each_line(std::string_view cell, Take take) {
  while (!cell.empty()) {
    const auto end = std::min(cell.find('\n'), cell.size());
    take(bare(cell.substr(0, end)));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

// "evil [.] example": blanks around a mark belong to it.
std::string without_blanks_at_marks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with(" [.]")) {
      ++i;
    } else if (text.substr(i).starts_with("[.] ") && i + 4 < text.size() && is_word_char(text[i + 4])) {
      out += "[.]";
      i += 4;
    } else {
      out.push_back(text[i++]);
    }
  }
  return out;
}

// "45.9.148.0 - 45.9.148.255": whether `one` and `other` are the ends of a range.
bool are_a_range(std::string_view one, std::string_view other) {
  const auto is_address = [](std::string_view word) {
    return std::ranges::count(word, '.') == 3 && word.find_first_not_of("0123456789.[]()") == std::string_view::npos;
  };
  const auto first = [](std::string_view word) { return word.substr(0, word.find_first_of(".[(")); };
  return is_address(one) && is_address(other) && first(one) == first(other);
}

// The word behind a dash at the front of `rest`, and the one before a dash at the end of `front`.
std::string_view behind_dash(std::string_view rest) {
  if (!rest.starts_with(" - ") && !rest.starts_with(" \xe2\x80\x93 ")) return {};
  rest.remove_prefix(rest.find(' ', 1) + 1);
  return rest.substr(0, rest.find_first_of(" ,;|\t"));
}
std::string_view before_dash(std::string_view front) {
  if (!front.ends_with(" - ") && !front.ends_with(" \xe2\x80\x93 ")) return {};
  front = front.substr(0, front.rfind(' ', front.size() - 2));
  return front.substr(front.find_last_of(" ,;|\t") + 1);
}

Setting setting_of(Block block) {
  switch (block) {
    case Block::Item: return Setting::Item;
    case Block::Row: return Setting::Cell;
    case Block::Code: return Setting::Code;
    case Block::Heading: return Setting::Heading;
    case Block::Prose:
    case Block::Blank:
    case Block::TableEnd: break;
  }
  return Setting::Prose;
}

}  // namespace

void Scanner::take(const Line& line) {
  line_ = line.number;
  row_name_ = {};
  row_has_digest_ = false;
  column_ = Column::Unsaid;
  if (line.block != Block::Row) in_table_ = false;
  if (line.block == Block::Blank || line.block == Block::TableEnd) return;
  if (line.block == Block::Heading) {
    sections_.enter(line.level, line.text);
    context_.heading(line.level, line.text);
  }
  harmless_.reset();
  words_ = line.text;
  std::string_view text = line.text;
  if (has_blanks_at_marks(text)) {
    joined_ = without_blanks_at_marks(text);
    text = joined_;
  }
  if (line.block == Block::Item) pieces_.clear();
  if (line.block != Block::Row) return unit({text, setting_of(line.block), {}});
  Line row_line = line;
  row_line.text = text;
  row(row_line);
}

void Scanner::name_columns(const std::vector<std::string_view>& cells) {
  for (const auto cell : cells) {
    std::string name(cell);
    std::ranges::replace(name, '\n', ' ');
    columns_.push_back(column_of(name));
  }
}

void Scanner::row(const Line& line) {
  const auto cells = cells_of(line);
  if (!in_table_) columns_.clear();
  row_has_values_ = false;
  const bool named = columns_.size() == cells.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    each_line(cells[i], [&](std::string_view part) {
      if (is_digest_size(part.size()) && (marks_of(part) & mark::not_hex) == 0) row_has_digest_ = true;
    });
    // Of several names, which digest each is of is not said.
    if (named && columns_[i] == Column::FileName && !has_lines(cells[i])) row_name_ = cells[i];
    if (may_be_harmless(cells[i]) && is_harmless_cell(cells[i])) harmless_ = true;
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    column_ = named ? columns_[i] : Column::Unsaid;
    // What the first cell says is what the others are called: "| Winword.exe (legitimate) | digest |".
    const bool labelled = i > 0 && cells[0].size() <= looked_before_bytes;
    const auto lead = labelled ? cells[0] : std::string_view();
    each_line(cells[i], [&](std::string_view part) { unit({part, Setting::Cell, lead, has_lines(cells[i])}); });
  }
  // The first row names the columns if nothing in it is a value.
  if (!in_table_ && !row_has_values_) name_columns(cells);
  in_table_ = true;
}

Spot Scanner::spot_of(const Unit& unit, std::size_t begin, std::size_t end) {
  Spot spot;
  spot.setting = unit.setting;
  spot.meaning = sections_.meaning();
  spot.column = column_;
  if (!harmless_) harmless_ = says_harmless(words_);
  spot.harmless = *harmless_;
  const auto front = bare(unit.text.substr(0, begin));
  const auto rest = unit.text.substr(end);
  spot.alone = front.empty() && bare(rest).find_first_not_of(".,;)]}") == std::string_view::npos;
  spot.leads = front.empty() && (rest.starts_with('\t') || rest.starts_with("  ") || rest.starts_with(" -") ||
                                 rest.starts_with(" (") || rest.starts_with(',') || rest.starts_with(';') ||
                                 rest.starts_with(" \xe2\x80") || rest.starts_with(" |") || rest.starts_with(" :"));
  const auto here = unit.text.substr(begin, end - begin);
  spot.in_range = are_a_range(here, behind_dash(rest)) || are_a_range(before_dash(unit.text.substr(0, begin)), here);
  const auto from = begin > looked_before_bytes ? begin - looked_before_bytes : 0;
  spot.before = unit.text.substr(from, begin - from);
  if (bare(spot.before).empty()) spot.before = unit.lead;
  return spot;
}

// A span between backticks is a unit of its own.
std::size_t Scanner::code_span(const Unit& outer, std::size_t at) {
  const auto text = outer.text;
  auto begin = at;
  while (begin < text.size() && text[begin] == '`') ++begin;
  const auto end = text.find('`', begin);
  if (end == std::string_view::npos || end == begin) return begin;
  const bool in_sentence = outer.setting == Setting::Prose || outer.setting == Setting::Item;
  const auto from = at > looked_before_bytes ? at - looked_before_bytes : 0;
  auto inner = text.substr(begin, end - begin);
  if (inner.size() > 2 && inner.front() == '+' && inner.back() == '+') inner = inner.substr(1, inner.size() - 2);
  unit({inner, in_sentence ? Setting::InlineCode : outer.setting, at > from ? text.substr(from, at - from) : outer.lead,
        outer.one_of_several});
  return end + 1;
}

// "](target)" of Markdown and of what HTML becomes.
std::size_t Scanner::link_target(const Unit& outer, std::size_t at) {
  const auto end = std::min(outer.text.find(')', at), outer.text.size());
  const auto target = outer.text.substr(at + 2, end - at - 2);
  const auto url = target.substr(0, target.find_first_of(" \t"));
  if (!url.empty() && url.find_first_of(":.") != std::string_view::npos) {
    auto spot = spot_of(outer, at, std::min(end + 1, outer.text.size()));
    spot.setting = Setting::Link;
    spot.alone = false;
    shaped(url, spot);
  }
  return end;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "2018-07-02", and as many bytes of it.
bool begins_a_date(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-dd";
  return text.size() >= form.size() && std::equal(form.begin(), form.end(), text.begin(),
                                                  [](char f, char c) { return f == 'd' ? is_digit(c) : f == c; });
}

// Behind a ',' or ';' of an address: the next cell of a row, and not the address's own words.
bool begins_a_cell(std::string_view text) {
  const auto ends = [&](std::size_t at) {
    return at >= text.size() || (marks[static_cast<unsigned char>(text[at])] & (mark::end | mark::listing)) != 0;
  };
  if (ends(0)) return true;
  if (begins_a_date(text)) return ends(10) || text[10] == 'T';
  for (const std::string_view scheme :
       {"http://", "https://", "hxxp://", "hxxps://", "ftp://", "hxxp[:]", "hxxps[:]"}) {
    if (text.starts_with(scheme)) return true;
  }
  std::size_t hex = 0;
  while (hex < text.size() && hex <= 128 && (marks[static_cast<unsigned char>(text[hex])] & mark::not_hex) == 0) ++hex;
  return is_digest_size(hex) && ends(hex);
}

// Where the token that begins at `i` ends; `found` takes what its characters tell.
std::size_t end_of_token(std::string_view text, std::size_t i, std::uint16_t& found) {
  constexpr std::uint16_t stops = mark::end | mark::listing | mark::close;
  for (;; ++i) {
    std::uint16_t bits = 0;
    while (i < text.size() && ((bits = marks[static_cast<unsigned char>(text[i])]) & stops) == 0) {
      found |= bits;
      ++i;
    }
    if (i == text.size() || (bits & mark::end) != 0) return i;
    if ((bits & mark::listing) != 0 && ((found & mark::slash) == 0 || begins_a_cell(text.substr(i + 1)))) return i;
    if ((bits & mark::close) != 0 && text.substr(i).starts_with("](")) return i;
    found |= bits;
  }
}

// Most tokens are words: neither digits of a digest, nor shaped as a value, nor an id of a catalogue.
bool is_worth_reading(std::string_view token, std::uint16_t found) {
  if ((found & mark::shaped) != 0 || Context::may_tell(token)) return true;
  return (found & mark::not_hex) == 0 && token.size() >= 8;
}

}  // namespace

void Scanner::unit(const Unit& here) {
  const auto text = here.text;
  const bool listed = here.setting != Setting::Prose && here.setting != Setting::Heading;
  if (listed && whole(here, bare(text))) return;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((marks[c] & mark::end) != 0) {
      i = c == '`' ? code_span(here, i) : i + 1;
      continue;
    }
    const auto begin = i;
    std::uint16_t found = 0;
    i = end_of_token(text, i, found);
    if (is_worth_reading(text.substr(begin, i - begin), found)) {
      token(here, begin, i, found);
    } else {
      pieces_.clear();
    }
    if (i < text.size() && text[i] == ']') i = link_target(here, i);
    if (i < text.size() && (marks[static_cast<unsigned char>(text[i])] & mark::end) == 0) {
      pieces_.clear();  // what a comma ends goes on no further
      ++i;
    }
  }
}

void Scanner::token(const Unit& here, std::size_t begin, std::size_t end, std::uint16_t found) {
  const auto whole_token = here.text.substr(begin, end - begin);
  if (Context::may_tell(whole_token)) context_.token(whole_token);
  if ((found & mark::not_hex) == 0) return digest(here, whole_token, begin);
  if ((found & mark::shaped) == 0) return;
  pieces_.clear();
  auto text = trimmed_token(whole_token);
  if (Context::may_tell(text) && text.size() != whole_token.size()) context_.token(text);
  if (text.empty()) return;
  const auto labelled = text;
  const auto label = take_label(text);
  if (!label.empty()) text = trimmed_token(text);
  const auto offset = static_cast<std::size_t>(text.data() - here.text.data());
  const auto inner = marks_of(text);
  if (!text.empty() && (inner & mark::not_hex) == 0) {
    Unit named = here;
    if (!label.empty()) named.lead = label;
    return digest(named, text, offset);
  }
  const bool dotted = (inner & (mark::dot | mark::colon | mark::at | mark::high)) != 0;
  if (!dotted && text.find_first_of("[({") == std::string_view::npos) return;
  auto spot = spot_of(here, label.empty() ? offset : static_cast<std::size_t>(labelled.data() - here.text.data()),
                      offset + text.size());
  shaped(text, spot);
}

// Digits that are no digest alone may be one with those that follow: narrow columns and pages break them. Of one
// short size, each in a place of its own, they are ids: victims' keys, serial numbers of volumes.
bool Scanner::pieced(const Unit& here, std::string_view token) {
  const bool begun = !pieces_.empty() && here.setting != Setting::Heading;
  const std::size_t size = bare(here.text).size() == token.size() ? token.size() : 0;
  if (!begun || pieces_.size() + token.size() > 128) {
    pieces_.assign(token);
    piece_size_ = size;
    return false;
  }
  pieces_ += token;
  if (piece_size_ != size) piece_size_ = 0;
  if (!is_digest_size(pieces_.size()) || pieces_.size() <= 32) return false;
  const bool lines = here.setting == Setting::Prose || here.one_of_several;
  return piece_size_ == 0 || piece_size_ >= (lines ? shortest_broken_line : shortest_broken_cell);
}

void Scanner::digest(const Unit& here, std::string_view token, std::size_t begin) {
  if (token.size() < 8 || token.size() > 128) return pieces_.clear();
  const bool begins_a_sha256 = token.size() == 32 && sections_.only_sha256();
  const bool is_whole = is_digest_size(token.size()) && !begins_a_sha256;
  std::string_view digits = token;
  if (is_whole) {
    pieces_.clear();
  } else if (pieced(here, token)) {
    digits = pieces_;
  } else {
    return;
  }
  auto parsed = observable::parse(digits);
  if (digits.data() == pieces_.data()) pieces_.clear();
  if (!parsed) return;
  const bool decimal = std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (decimal) return;
  auto spot = spot_of(here, begin, begin + token.size());
  if (!here.lead.empty() && spot.before.empty()) spot.before = here.lead;
  spot.written = token;
  beside_ = here.setting == Setting::Cell ? row_name_ : bare(here.text.substr(begin + token.size()));
  settle(std::move(parsed->observable), spot);
  beside_ = {};
}

}  // namespace tidings::report
