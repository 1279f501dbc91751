#pragma once
/// The query suite: what an analyst waits for, over the socket of a real node that holds a realistic mix.
#include <cstddef>

#include "tests/bench/rows.hpp"

namespace tidings::bench {

struct QueryOptions {
  std::size_t held{1'000'000};  ///< from 10,000,000 on also a transfer of them, and look-ups there
};
void run_query_suite(const QueryOptions& options, Rows& rows);

}  // namespace tidings::bench
