#pragma once
/// What warning lists have, as it is told.
/// Lives on: any executor (pure).
#include <vector>

#include "core/indicator/warning.hpp"
#include "daemon/warnings/warning_book.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::query {

std::vector<warning::Hit> hits_of(const warning::WarningLists& lists, const v1::Value& value);
/// The same, as they lower a score.
std::vector<indicator::Warning> warnings_of(const warning::WarningLists& lists, const v1::Value& value);
v1::WarningHit told(const warning::Hit& hit);
v1::WarningsAnswer tell_warnings(const warnings::Loading& loading, const v1::WarningsRequest& request);

}  // namespace tidings::query
