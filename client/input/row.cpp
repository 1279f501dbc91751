#include "client/input/row.hpp"

#include <algorithm>

#include "client/text/words.hpp"

namespace tidings::input {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_comment(std::string_view line) {
  return line.empty() || line.front() == '#' || line.front() == ';' || line.front() == '!';
}

char separator_of(std::string_view row) {
  const auto count = [&](char c) { return std::count(row.begin(), row.end(), c); };
  if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

}  // namespace

std::string_view first_line(std::string_view beginning) {
  if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
  while (!beginning.empty()) {
    const auto end = std::min(beginning.find_first_of("\r\n"), beginning.size());
    const auto line = text::without_blanks_around(beginning.substr(0, end));
    if (!is_comment(line)) return line;
    beginning.remove_prefix(std::min(end + 1, beginning.size()));
  }
  return {};
}

std::vector<std::string> cells_of(std::string_view row) {
  const char separator = separator_of(row);
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : row) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (auto& cell : cells) cell = std::string(text::without_blanks_around(cell));
  return cells;
}

std::optional<std::size_t> marking_column(const std::vector<std::string>& header) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name = text::lower_case(header[i]);
    if (name == "tlp" || name == "marking" || name == "tlp marking" || name == "tlp_marking") return i;
  }
  return std::nullopt;
}

}  // namespace tidings::input
