#include "formats/draft/stated_lines.hpp"

#include <algorithm>
#include <string>

#include "base/utf8.hpp"
#include "core/bulletin/names.hpp"
#include "formats/draft/marking_words.hpp"
#include "formats/draft/plain_letters.hpp"

namespace tidings::draft {
namespace {

constexpr std::size_t max_blank_lines = 2;  // between a name and its level
constexpr std::size_t max_columns = 256;
constexpr std::size_t max_shown_bytes = 48;
constexpr std::string_view zeek_head = "#fields";

std::vector<std::string_view> cells_of(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (std::size_t begin = 0; begin <= line.size() && cells.size() < max_columns;) {
    const auto end = std::min(line.find(separator, begin), line.size());
    cells.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return cells;
}

/// Of a line or cell that is a level and nothing else: "RED", "**Amber+Strict**", "AMBER (strict)".
Stated level_of_all(std::string_view text, bool is_tlp) {
  Stated stated;
  std::string word(without_marks(text));
  if (const auto bracket = word.find(" ("); bracket != std::string::npos) word.erase(bracket + 1, 1);
  if (is_tlp) stated.tlp = bulletin::tlp_from_name(word).value_or(v1::TLP_UNSPECIFIED);
  if (!is_tlp) stated.pap = bulletin::pap_from_name(word).value_or(v1::PAP_UNSPECIFIED);
  return stated;
}

bool is_nothing(std::string_view cell) { return without_marks(cell).empty(); }

}  // namespace

Stated StatedLines::take(std::string_view line, std::string_view words) {
  std::string held;
  line = in_plain_letters(line, held);
  const bool names_one = find_protocol(line, 0) != std::string_view::npos;
  auto stated = names_one ? stated_in(words) : Stated();
  if (is_nothing(line)) {  // the rule below a table's heading, too
    blank_lines_ = line.find_first_not_of(" \t\r") == std::string_view::npos ? blank_lines_ + 1 : blank_lines_;
    if (blank_lines_ <= max_blank_lines) return stated;
    open_ = Open::None;
    stated.narrow(end_table());
    return stated;
  }
  blank_lines_ = 0;
  if (open_ != Open::None) stated.narrow(level_of_all(line, open_ == Open::Tlp));
  open_ = Open::None;
  if (!columns_.empty()) stated.narrow(take_row(line));
  if (!names_one) return stated;
  look_for_name(line);
  for (const char separator : {'|', '\x1f', '\t'}) {
    if (!stated.empty() || !columns_.empty() || look_for_columns(line, separator)) break;
  }
  return stated;
}

Stated StatedLines::finish() { return end_table(); }

void StatedLines::look_for_name(std::string_view line) {
  auto named = protocol_of_all(line);
  const auto end = line.find_last_not_of(" \t\r*_`\"'");
  for (auto at = find_protocol(line, 0); at != std::string_view::npos; at = find_protocol(line, at + 1)) {
    const auto protocol = protocol_at(line.substr(at));
    if (at > 0 && is_letter(line[at - 1])) continue;
    const auto gap = gap_behind(line, at, protocol);
    if (gap.says_so && gap.end > end) named = protocol;
  }
  if (named.end != 0) open_ = named.is_tlp ? Open::Tlp : Open::Pap;
}

bool StatedLines::look_for_columns(std::string_view line, char separator) {
  if (line.find(separator) == std::string_view::npos) return false;
  is_zeek_ = line.starts_with(zeek_head);
  if (is_zeek_) line.remove_prefix(std::min(zeek_head.size() + 1, line.size()));
  separator_ = separator;
  const auto cells = cells_of(line, separator);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto protocol = protocol_of_all(cells[i]);
    if (protocol.end != 0) columns_.push_back({i, protocol.is_tlp});
  }
  return !columns_.empty();
}

Stated StatedLines::take_row(std::string_view line) {
  if (line.find(separator_) == std::string_view::npos)
    return is_zeek_ && line.starts_with('#') ? Stated() : end_table();
  const auto cells = cells_of(line, separator_);
  const auto first = std::ranges::find_if_not(cells, is_nothing) - cells.begin();
  Stated stated;
  for (const auto& column : columns_) {
    if (column.number >= cells.size()) continue;
    const auto said = level_of_all(cells[column.number], column.is_tlp);
    if (said.empty() && is_zeek_ && !is_nothing(cells[column.number])) {
      stated.unreadable = base::to_valid_utf8(base::cut(cells[column.number], max_shown_bytes));
    }
    const bool may_explain = column.is_tlp && static_cast<std::size_t>(first) == column.number && !is_zeek_;
    if (may_explain && said.tlp != v1::TLP_UNSPECIFIED) {
      explained_.insert(said.tlp);
    } else {
      stated.narrow(said);
    }
  }
  return stated;
}

Stated StatedLines::end_table() {
  columns_.clear();
  Stated stated;
  const bool is_legend = explained_.contains(v1::TLP_CLEAR) && explained_.contains(v1::TLP_GREEN) &&
                         explained_.contains(v1::TLP_AMBER) && explained_.contains(v1::TLP_RED);
  if (!is_legend && !explained_.empty()) stated.tlp = *explained_.rbegin();
  explained_.clear();
  return stated;
}

}  // namespace tidings::draft
