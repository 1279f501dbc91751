#pragma once
/// Look-ups: verdict and origins of exact values, of one or many requests at once, without reading bodies.
/// A mapped address of which nothing is held is answered as the IPv4 address that it maps.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include <span>

#include "daemon/query/asking.hpp"

namespace tidings::query {

struct Lookup {
  v1::LookupRequest request;
  Ceiling ceiling;
  Query::Done<v1::LookupAnswer> done;
};

/// An answer for each, in order, all of one state of the index.
std::vector<base::Result<v1::LookupAnswer>> look_up(store::Reading& reading, const Outlook& outlook,
                                                    std::span<const Lookup> lookups);

}  // namespace tidings::query
