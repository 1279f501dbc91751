#pragma once
/// The indicator of a value, and of what covers it, the nearest first: exact probes, all in one answer.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include "daemon/query/search.hpp"

namespace tidings::query {

base::Result<Found> search_near(Asking& asking, Fitting& fitting, const observable::Observable& value, v1::Reach reach,
                                Sink& sink);

}  // namespace tidings::query
