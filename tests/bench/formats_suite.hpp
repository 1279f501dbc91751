#pragma once
/// The formats suite: how fast other people's formats become claims, and indicators become theirs. One file of rows a
/// format (NAME_rows.cpp), each over input that it makes itself, in memory.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void run_formats_suite(Rows& rows);

}  // namespace tidings::bench
