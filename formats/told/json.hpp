#pragma once
/// JSON as Tidings writes it: members in a fixed order, ids in lower-case hex, times in ISO 8601 UTC, null for what
/// is not stated, text as valid UTF-8. Lives on: any executor.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::told {

namespace json = boost::json;

json::string json_text(std::string_view text);
json::string json_id(std::string_view bytes);
json::value json_id_or_null(std::string_view bytes);
json::value json_time(std::uint64_t us);              ///< null for 0
json::value json_confidence(std::uint32_t plus_one);  ///< null for 0

template <class Texts>
json::array json_texts(const Texts& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(json_text(text));
  return out;
}

/// Indented by two blanks, ending without a line end.
std::string pretty(const json::value& value);
/// In one line.
std::string compact(const json::value& value);

}  // namespace tidings::told
