#pragma once
/// What this node says in a collection already of objects that are posted to it. One version of an object is what was
/// said of it first: other words under the same version would be told to nobody. Each is told also as it was posted.
/// Errors: what the store says. Lives on: a reader thread.
#include <span>

#include "daemon/http/taxii/scan.hpp"

namespace tidings::taxii {

struct Sought {
  std::string id;
  std::uint64_t version{0};  ///< 0: the newest
};

/// One for each, in order; nothing where it does not stand there, or the caller is not told of it.
base::Result<std::vector<std::optional<Object>>> find_present(query::Asking& asking, const ScanQuestion& question,
                                                              std::span<const Sought> sought);

}  // namespace tidings::taxii
