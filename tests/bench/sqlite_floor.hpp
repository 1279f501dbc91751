#pragma once
/// What SQLite alone makes of the same rows: one thread, one loop, nothing checked, nothing sent. The log first, then the
/// index in sorted batches; synchronous FULL on the log.
#include <cstddef>
#include <string>

namespace tidings::bench {

struct BareLoop {
  double claims_per_s{0};    ///< to the last indexed row
  double appended_per_s{0};  ///< the appends to the log alone
};
BareLoop bare_sqlite_loop(const std::string& folder, std::size_t claims);

}  // namespace tidings::bench
