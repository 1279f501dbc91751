#pragma once
/// Why a value reads as it does, and who may hold what was said of it.
/// Lives on: any executor.
#include <string>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

std::string describe(const Look& look, const v1::ExplainAnswer& answer);
json::object json_of(const v1::ExplainAnswer& answer);

}  // namespace tidings::view
