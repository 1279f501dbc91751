#pragma once
/// Plain lists to canonical observables: how many lines a second.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void add_list_rows(Rows& rows);

}  // namespace tidings::bench
