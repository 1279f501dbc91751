#pragma once
/// Of a value that is much talked about only the newest statements are read. One who talks enough would so take
/// everybody else's word out of every answer: what each organisation that we know reported last, and what it disputed
/// last, of what the asker may see and holds, is read beside them. Sightings are not: they are many by their nature,
/// and added up. Errors: what the index says. Lives on: a reader thread.
#include <span>
#include <string>
#include <vector>

#include "daemon/query/asking.hpp"

namespace tidings::query {

/// Whether there may be more than was read.
inline bool is_crowded(std::span<const store::Hit> hits) { return hits.size() >= store::max_hits_a_key; }

/// Whether the asker is told so: that must not depend on what is above the ceiling. Known after learn_standing().
bool is_cut(const Asking& asking, std::span<const store::Hit> hits);

/// Adds to a crowded key's hits what is missing of others, in order.
base::Status hear_everybody(Asking& asking, const std::string& key, std::vector<store::Hit>& hits);

}  // namespace tidings::query
