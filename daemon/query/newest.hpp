#pragma once
/// All that fits, newest received first: bulletins that stand in the lists of the question, from the newest down, and
/// their claims in order.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include "daemon/query/search.hpp"

namespace tidings::query {

base::Result<Found> search_newest(Asking& asking, Fitting& fitting, const std::optional<Page>& page, Sink& sink);

}  // namespace tidings::query
