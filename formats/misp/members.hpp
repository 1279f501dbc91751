#pragma once
/// Members of MISP's JSON, which writes numbers and truth as text or not, as it comes. Absent, null and of another kind
/// read the same. Lives on: any executor.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tidings::misp {

namespace json = boost::json;

std::string_view text_of(const json::object& object, std::string_view name);  ///< empty if there is none
std::optional<std::uint64_t> number_of(const json::object& object, std::string_view name);
std::optional<bool> truth_of(const json::object& object, std::string_view name);
const json::array* array_of(const json::object& object, std::string_view name);    ///< null if there is none
const json::object* object_of(const json::object& object, std::string_view name);  ///< null if there is none

bool is_empty(const json::value& value);  ///< null, and what PHP writes for nothing: [], {}, ""

/// A list of which PHP does not know any more that it is one: {"0": …, "2": …}. Null for another value.
const json::object* numbered_list(const json::value& value);

/// Has a list that PHP numbered, or of which the only element stands alone, stand as an array.
void settle_list(json::object& thing, std::string_view name);

/// What stands in a list and is an object; an object alone counts as a list of one.
template <class Take>
void each_object(const json::object& object, std::string_view name, const Take& take) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return;
  if (const auto* array = value->if_array()) {
    for (const auto& each : *array) {
      if (each.is_object()) take(each.get_object());
    }
  } else if (const auto* numbered = numbered_list(*value)) {
    for (const auto& each : *numbered) {
      if (each.value().is_object()) take(each.value().get_object());
    }
  } else if (value->is_object()) {
    take(value->get_object());
  }
}

/// Seconds, as MISP dates what it holds, or ISO 8601, in µs; 0 for neither.
std::uint64_t instant_of(const json::object& object, std::string_view name);

}  // namespace tidings::misp
