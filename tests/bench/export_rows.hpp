#pragma once
/// What it costs to write a million indicators as RPZ and as CSV, gate and sorting included.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void add_export_rows(Rows& rows);

}  // namespace tidings::bench
