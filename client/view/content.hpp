#pragma once
/// What a bulletin itself says: its context, audience and claims.
/// Lives on: any executor.
#include <string>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "core/bulletin/verify.hpp"

namespace tidings::view {

std::string describe_content(const Look& look, const bulletin::Verified& content);
json::object json_of_content(const bulletin::Verified& content);

}  // namespace tidings::view
