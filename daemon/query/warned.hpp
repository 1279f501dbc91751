#pragma once
/// What warning lists have, as it is told.
/// Lives on: any executor (pure).
#include <vector>

#include "core/indicator/warning.hpp"
#include "daemon/warnings/warning_book.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::query {

/// As they lower a score.
std::vector<indicator::Warning> as_warnings(const std::vector<warning::Hit>& hits);
v1::WarningHit told(const warning::Hit& hit);
v1::WarningsAnswer tell_warnings(const warnings::Loading& loading, const v1::WarningsRequest& request);

}  // namespace tidings::query
