#pragma once
/// A page of a query: the indicator of one value, those of a type in order of their keys, or those that bulletins speak
/// of, newest received first, each once.
/// Errors: BadInput, NotFound, and what the store says.
/// Lives on: a reader thread.
#include "daemon/query/asking.hpp"

namespace tidings::query {

base::Result<v1::QueryAnswer> list(Asking& asking, const v1::QueryRequest& request);

}  // namespace tidings::query
