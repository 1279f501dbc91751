#pragma once
/// The core suite: from one signature to a million claims between two real nodes, mutual TLS on, synchronous as
/// shipped.
#include <cstddef>

#include "tests/bench/rows.hpp"

namespace tidings::bench {

struct CoreOptions {
  std::size_t claims{1'000'000};
  std::size_t single_bulletins{20'000};
  double lookup_seconds{4};
};
void run_core_suite(const CoreOptions& options, Rows& rows);

}  // namespace tidings::bench
