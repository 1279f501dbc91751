#pragma once
/// A table's first row, looked at for what formats/list has no word for: a column of markings.
/// Lives on: any executor.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::input {

/// The first line that is neither blank nor a comment.
std::string_view first_line(std::string_view beginning);

/// Cells of a simple row, without their quotes.
std::vector<std::string> cells_of(std::string_view row);

/// Which column is named "tlp", from 0.
std::optional<std::size_t> marking_column(const std::vector<std::string>& header);

}  // namespace tidings::input
