#pragma once
/// The merged view of an observable as JSON. docs/client.md promises the members.
/// Lives on: any executor.
#include "formats/told/json.hpp"
#include "tidings/v1/api_query.pb.h"

namespace tidings::told {

json::object json_of(const v1::WarningHit& hit);
json::object json_of(const v1::Indicator& indicator);
std::string match_name(v1::Match match);  ///< "exact", "contains"; "unknown" for a later version's

}  // namespace tidings::told
