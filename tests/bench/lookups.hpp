#pragma once
/// Look-ups over the Unix socket: in batches, and one at a time from several connections.
#include <cstddef>

#include "tests/bench/node.hpp"

namespace tidings::bench {

/// Values a second in batches of 1,000 over two connections, every second one held ("held" series, `held` of them).
double batch_lookups_per_s(const Node& node, std::size_t held, double seconds);
struct Single { double per_s{0}, p99_ms{0}; };
Single single_lookups(const Node& node, std::size_t held, std::size_t connections, double seconds);

}  // namespace tidings::bench
