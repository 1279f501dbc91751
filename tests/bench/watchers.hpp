#pragma once
/// A thousand clients that watch, each with a connection of its own, and how long after a commit was acknowledged to
/// its publisher each of them has all claims of the bulletin.
#include <cstddef>

#include "tests/bench/node.hpp"

namespace tidings::bench {

struct Watched {
  double p50_ms{0}, p99_ms{0};
};
Watched watch_times(Node& node, std::size_t watchers, std::size_t bulletins, std::size_t claims_each);

/// The same number of the same frames written to as many sockets, without any of our work.
double bare_fan_out_p99_ms(std::size_t watchers, std::size_t frame_bytes, std::size_t rounds);

}  // namespace tidings::bench
