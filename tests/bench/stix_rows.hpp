#pragma once
/// STIX 2.1 read and written.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void add_stix_rows(Rows& rows);

}  // namespace tidings::bench
