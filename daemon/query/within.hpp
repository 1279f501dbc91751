#pragma once
/// What fits of all that lies below a name or inside a network: newest first, if there is no more of it than can be
/// sorted for a page; else in order of the values. What the asker may not see does not count. Errors: BadInput for what
/// holds nothing, Busy for a page of what has grown sixteenfold meanwhile, and what the store says.
/// Lives on: a reader thread.
#include "daemon/query/search.hpp"

namespace tidings::query {

/// Postings: reading and sorting so many takes some ten milliseconds.
inline constexpr std::size_t max_sorted = 16'384;

base::Result<Found> search_within(Asking& asking, Fitting& fitting, const observable::Observable& outer,
                                  const std::optional<Page>& page, Sink& sink);

}  // namespace tidings::query
