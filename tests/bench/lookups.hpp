#pragma once
/// Look-ups over the Unix socket: in batches, and one at a time from several connections.
#include <cstddef>
#include <functional>

#include "tests/bench/node.hpp"

namespace tidings::bench {

/// Values by number: those that a node holds, and as many that it does not.
struct AskedFor {
  std::size_t held{0};
  std::function<observable::Observable(std::size_t)> is_held, is_missing;
};

/// Values a second in batches of 1,000 over two connections, every second one held.
double batch_lookups_per_s(const Node& node, const AskedFor& asked, double seconds);
struct Single {
  double per_s{0}, p99_ms{0};
};
Single single_lookups(const Node& node, const AskedFor& asked, std::size_t connections, double seconds);

}  // namespace tidings::bench
