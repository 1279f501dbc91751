#pragma once
/// Text that came from others, made safe for where it goes: a terminal, a TSV column, a CSV cell.
/// Lives on: any executor.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/told/cells.hpp"

namespace tidings::text {

/// One line for people: unshowable characters as \u202e or \U000e0001, bytes that are no UTF-8 as \x9b.
std::string for_people(std::string_view text);
/// The same, at most `columns` wide; what is cut ends in "…".
std::string for_people(std::string_view text, std::size_t columns);
/// Several lines for people: each line end begins a new line after `indent` blanks.
std::string paragraph_for_people(std::string_view text, std::size_t indent);

/// A column of a TSV line, reversible: \\ \t \n \r, and \uXXXX for other unshowable characters, NBSP, and blanks at
/// both ends; bytes that are no UTF-8 as \xHH. Plain text is appended as it stands.
void append_tsv(std::string& out, std::string_view text);

using told::append_csv_cell;
using told::FormulaGuard;

}  // namespace tidings::text
