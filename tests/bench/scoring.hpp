#pragma once
/// What a merged view with its score costs: of one report, and of ten origins with copies, disputes and sightings.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void add_scoring_rows(Rows& rows);

}  // namespace tidings::bench
