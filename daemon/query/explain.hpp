#pragma once
/// Why: how the view of a value came about, with what does not count and for what reason; and who may hold a bulletin,
/// by the one policy function that also runs before sending.
/// Errors: those of find_bulletins(); NotFound for a partner of that name.
/// Lives on: a reader thread.
#include "daemon/query/asking.hpp"

namespace tidings::query {

base::Result<v1::ExplainAnswer> explain(Asking& asking, const v1::ExplainRequest& request);

}  // namespace tidings::query
