#pragma once
/// Reports to indicators: how fast, and, where TIDINGS_CORPUS is set, how well.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void add_report_rows(Rows& rows);

}  // namespace tidings::bench
