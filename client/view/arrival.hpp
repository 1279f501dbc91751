#pragma once
/// What arrives, for people who watch.
/// Lives on: any executor.
#include <string>

#include "client/view/format.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

std::string describe(const Look& look, const v1::Arrival& arrival);

}  // namespace tidings::view
