#pragma once
/// What an input is, told by its beginning: a plain list, a table, or something that is read elsewhere.
/// Lives on: any executor.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/list/csv.hpp"
#include "formats/list/line.hpp"

namespace tidings::input {

/// Enough to see past a licence in comments at the top.
inline constexpr std::size_t beginning_bytes = 64 * 1024;

enum class Shape : unsigned char { List, Table, Json, Foreign };

/// `path` counts by its ending (.csv, .tsv); a hint of a line format (hosts, zeek, …) makes it a list.
Shape shape_of(std::string_view path, std::string_view beginning, const std::optional<list::LineHint>& hint);

/// The first line that is neither blank nor a comment.
std::string_view first_line(std::string_view beginning);

/// Cells of a simple row, without their quotes.
std::vector<std::string> cells_of(std::string_view row);

/// Which column is named "tlp", from 0.
std::optional<std::size_t> marking_column(const std::vector<std::string>& header);

}  // namespace tidings::input
