#include "formats/told/cells.hpp"

namespace tidings::told {

void append_csv_cell(std::string& out, std::string_view cell, FormulaGuard guard) {
  const bool formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
  const bool guarded = formula && guard == FormulaGuard::Yes;
  const bool at_ends = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  if (!at_ends && cell.find_first_of(",;\"\r\n\t") == std::string_view::npos) {
    if (guarded) out += '\'';
    out += cell;
    return;
  }
  out += '"';
  if (guarded) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace tidings::told
