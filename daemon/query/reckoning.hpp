#pragma once
/// How a score came about, term by term: in words, and as numbers whose points together are the score.
/// Lives on: a reader thread.
#include "daemon/query/seen.hpp"

namespace tidings::query {

/// Adds sentences and terms.
void tell_reckoning(const Asking& asking, observable::Type type, const indicator::View& view,
                    v1::ExplainAnswer& answer);

}  // namespace tidings::query
