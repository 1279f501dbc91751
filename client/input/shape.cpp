#include "client/input/shape.hpp"

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

bool is_json(std::string_view line) {
  if (line.starts_with('{')) return true;
  if (!line.starts_with('[')) return false;
  const auto next = line.find_first_not_of(" \t", 1);  // "[::1]:53" is a value
  return next == std::string_view::npos || line[next] == '{' || line[next] == '"';
}

bool has_value_in_a_cell(const std::vector<std::string>& cells) {
  const list::LineHint any{{}, list::LineFormat::CsvCell};
  return std::any_of(cells.begin(), cells.end(), [&](const std::string& cell) {
    return list::parse_line(cell, any).outcome == list::Line::Outcome::Value;
  });
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

Shape shape_of(std::string_view path, std::string_view beginning, const std::optional<list::LineHint>& hint) {
  const std::string_view line = first_line(beginning);
  if (line.starts_with('<')) return Shape::Foreign;
  if (is_json(line)) return Shape::Json;
  using list::LineFormat;
  const bool line_format = hint && hint->format != LineFormat::List && hint->format != LineFormat::Field &&
                           hint->format != LineFormat::CsvCell;
  if (line_format) return Shape::List;
  const std::vector<std::string> cells = cells_of(line);
  if (list::columns_from_header(cells)) return Shape::Table;
  const std::string name = text::lower_case(path);
  if (name.ends_with(".csv") || name.ends_with(".tsv")) return Shape::Table;
  if (cells.size() < 2 || hint) return Shape::List;
  const bool is_value = list::parse_line(line, {}).outcome == list::Line::Outcome::Value;
  return !is_value && has_value_in_a_cell(cells) ? Shape::Table : Shape::List;
}

}  // namespace tidings::input
