#pragma once
/// Warning lists: which there are, and what they have.
/// Lives on: any executor.
#include <array>
#include <string>

#include "client/view/records.hpp"
#include "formats/told/indicator.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

std::string describe(const Look& look, const v1::WarningHit& hit);     ///< in a line, without its end
std::string describe(const Look& look, const v1::WarnedValue& value);  ///< a line and one for each list
using told::json_of;                                                   // of a hit
json::object json_of(const v1::WarnedValue& value);
inline constexpr std::array<std::string_view, 4> warned_columns{"value", "type", "lists", "entries"};
Record record_of(const v1::WarnedValue& value);

template <class Values>
json::array json_of_warned(const Values& values) {
  json::array out;
  for (const auto& value : values) out.emplace_back(json_of(value));
  return out;
}

/// The lists and their faults.
std::string describe(const Look& look, const v1::WarningsAnswer& answer);
json::object json_of(const v1::WarningsAnswer& answer);

}  // namespace tidings::view
