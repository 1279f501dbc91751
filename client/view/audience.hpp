#pragma once
/// Who will receive something, and why the others will not.
/// Lives on: any executor.
#include <string>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

std::string describe(const Look& look, const v1::AudienceAnswer& audience);
json::object json_of(const v1::AudienceAnswer& audience);
json::object json_of(const v1::Holding& holding);

}  // namespace tidings::view
