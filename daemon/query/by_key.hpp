#pragma once
/// All that fits in ranges of index keys, in order of the keys: one scan, where all that is said of an observable
/// stands together. For what is too much to be sorted by time, and for who does not mind the order.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include "daemon/query/search.hpp"

namespace tidings::query {

/// Where observables of the types asked for are; all, if none was.
std::vector<observable::KeyRange> ranges_of_types(const Filter& filter);

/// `outer`: only what lies within it.
base::Result<Found> search_by_key(Asking& asking, Fitting& fitting, const std::vector<observable::KeyRange>& ranges,
                                  const std::optional<observable::Observable>& outer, const std::optional<Page>& page,
                                  Sink& sink);

/// The value that the hits of one key speak of; a hashed key does not tell, but the claim does. Nothing where the
/// asker may see none of them.
base::Result<std::optional<observable::Observable>> value_at(Asking& asking, std::string_view key,
                                                             std::span<const store::Hit> hits);

}  // namespace tidings::query
