#pragma once
/// Who said what, and what arrives, as JSON. docs/client.md promises the members.
/// Lives on: any executor.
#include "formats/told/json.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::told {

json::object json_of(const v1::Sighting& sighting);
json::object json_of(const v1::Said& said);
/// The members of what was said beside value and type: one object, flat, so that a line of it is easy to pick from.
json::object json_of(const v1::Arrival& arrival);

}  // namespace tidings::told
