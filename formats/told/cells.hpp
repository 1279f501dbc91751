#pragma once
/// Cells of CSV as Tidings writes it (RFC 4180).
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::told {

/// Spreadsheets run a cell that begins with one of = + - @, TAB or CR as a formula: Yes puts ' in front.
enum class FormulaGuard : std::uint8_t { No, Yes };

/// A cell of a row, quoted where needed.
void append_csv_cell(std::string& out, std::string_view cell, FormulaGuard guard);

}  // namespace tidings::told
