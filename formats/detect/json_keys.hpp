#pragma once
/// The first names and texts in the beginning of a JSON document, which may end anywhere. Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>
#include <vector>

namespace tidings::detect {

struct JsonKey {
  unsigned depth;  ///< objects around it; arrays do not count
  std::string_view name;
  std::string_view text;  ///< its value, if that is a string
};

inline constexpr std::size_t max_keys = 256;

/// Only of objects at most three deep.
std::vector<JsonKey> first_keys(std::string_view json);

/// Whether the text begins as JSON does: '{', or '[' before an object, an array or a string ("[::1]:53" is a value).
bool begins_json(std::string_view text);

}  // namespace tidings::detect
