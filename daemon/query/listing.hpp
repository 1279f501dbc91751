#pragma once
/// A page of a query: what search() finds, told as it goes over the wire.
/// Errors: BadInput, NotFound, TooLarge, and what the store says.
/// Lives on: a reader thread.
#include "daemon/query/asking.hpp"

namespace tidings::query {

base::Result<EncodedPage> list(Asking& asking, const v1::QueryRequest& request);

}  // namespace tidings::query
