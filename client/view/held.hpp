#pragma once
/// A publication that is held before it is signed.
/// Lives on: any executor.
#include <array>
#include <string>
#include <string_view>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "client/view/records.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

inline constexpr std::array<std::string_view, 11> held_columns = {
    "id",      "title",      "kind",         "tlp",         "claims", "held_by",
    "held_at", "release_at", "needs_review", "approved_by", "ends_at"};

json::object json_of(const v1::HeldInfo& held);
Record record_of(const v1::HeldInfo& held);
/// Some lines: what it is, who holds it, what it waits for.
std::string describe(const Look& look, const v1::HeldInfo& held);
/// "until 2026-11-22T14:03:05Z", "until another publisher releases it": what it waits for.
std::string waits_for(const v1::HeldInfo& held);

}  // namespace tidings::view
