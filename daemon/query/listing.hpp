#pragma once
/// A page of a query: what search() finds, told.
/// Errors: BadInput, NotFound, TooLarge, and what the store says.
/// Lives on: a reader thread.
#include "daemon/query/asking.hpp"

namespace tidings::query {

base::Result<v1::QueryAnswer> list(Asking& asking, const v1::QueryRequest& request);

}  // namespace tidings::query
