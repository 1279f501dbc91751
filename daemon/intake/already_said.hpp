#pragma once
/// Which claims of a draft we say already: the same claim in a live bulletin of ours, with the same context and audience,
/// that lives for at least half the new lifetime yet.
/// Lives on: a reader thread.
#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

/// One answer for each claim of [from, from + count).
base::Result<std::vector<bool>> already_said(store::Reading& reading, const Draft& draft, std::size_t from,
                                             std::size_t count, const OrgId& self, base::Instant now);

}  // namespace tidings::intake
