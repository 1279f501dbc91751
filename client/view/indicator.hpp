#pragma once
/// The merged view of an observable: for people, and as a record.
/// Lives on: any executor.
#include <array>
#include <string>
#include <string_view>

#include "client/view/format.hpp"
#include "client/view/records.hpp"
#include "formats/told/indicator.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

inline constexpr std::array<std::string_view, 14> indicator_columns = {
    "value",     "type",     "verdict",     "confidence", "origins", "tlp",   "roles",
    "sightings", "disputes", "valid_until", "title",      "score",   "match", "bulletin"};

using told::json_of;
Record record_of(const v1::Indicator& indicator);
std::string headline(const Look& look, const v1::Indicator& indicator);  ///< without what each said
std::string describe(const Look& look, const v1::Indicator& indicator);
std::string describe(const Look& look, const v1::Said& said);  ///< some lines, indented

}  // namespace tidings::view
