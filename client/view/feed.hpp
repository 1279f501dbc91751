#pragma once
/// A feed that the daemon fetches, for people and as JSON.
/// Lives on: any executor.
#include <string>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

std::string describe(const Look& look, const v1::FeedStatus& feed);  ///< one line without its end
std::string show(const Look& look, const v1::FeedStatus& feed);      ///< all that is known
json::object json_of(const v1::FeedStatus& feed);

}  // namespace tidings::view
