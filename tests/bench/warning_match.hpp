#pragma once
/// What it costs to hold values against warning lists: 120 lists shaped like MISP's, a million top sites and what is
/// built in.
#include <cstddef>

#include "tests/bench/rows.hpp"

namespace tidings::bench {

void measure_warning_lists(std::size_t values, Rows& rows);

}  // namespace tidings::bench
