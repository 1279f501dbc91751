#pragma once
/// The floor: what SQLite itself needs for the same rows over the store's own schema, in one thread, with nothing
/// checked and nothing sent. The log first (synchronous FULL), then the index in sorted runs.
#include <cstdint>
#include <string>

namespace tidings::bench {

struct BareLoop {
  double seconds{0};            ///< to the last indexed row
  double appending_seconds{0};  ///< of them, the appends to the log
};

/// Writes into `folder`, which it makes and leaves to the caller.
BareLoop bare_loop(const std::string& folder, std::uint64_t bulletins, std::size_t claims_each);

}  // namespace tidings::bench
