#pragma once
/// Which column means what. Inside of this folder.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <vector>

#include "formats/list/csv.hpp"

namespace tidings::list {

/// Without a header: the columns that the first row of values itself shows; a word for a type beside a value of that
/// type, else the first cell that is surely a value. Nothing if no cell is.
std::optional<std::vector<Column>> columns_from_values(const std::vector<std::string>& cells);

/// Of a cell that is a value beyond doubt; a path is as often the name of a report or a build.
std::optional<observable::Type> sure_type_of(std::string_view cell);

/// The hint that a cell of a Type column gives: a name, or a word that ends in one ("LOADER_SHA256").
std::optional<LineHint> hint_from_type_cell(std::string_view cell);

}  // namespace tidings::list
