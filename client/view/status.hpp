#pragma once
/// How the daemon is.
/// Lives on: any executor.
#include <string>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

std::string describe(const Look& look, const v1::StatusAnswer& status);
json::object json_of(const v1::StatusAnswer& status);

}  // namespace tidings::view
