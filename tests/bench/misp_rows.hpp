#pragma once
/// MISP in the formats suite: a large event to claims, and indicators to events.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void add_misp_rows(Rows& rows);

}  // namespace tidings::bench
