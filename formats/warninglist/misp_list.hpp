#pragma once
/// One of MISP's warning lists (github.com/MISP/misp-warninglists, schema.json) from its JSON: an object with "name",
/// "type", "list" and "matching_attributes"; members that are not known are passed over. Without entries in
/// matching_attributes a list is about every type, as in MISP; attribute types that we do not have are passed over too.
/// Read as it comes, in one pass: what is beyond a bound is refused before it is kept.
/// Errors: BadInput (no JSON, nested too deeply, a member twice, missing or of the wrong type, bytes that are no
/// UTF-8), TooLarge; the sentence ends with the JSON pointer (RFC 6901) of the place, or the byte where it stops being
/// JSON. Lives on: any executor (pure).
#include <string_view>

#include "base/result.hpp"
#include "core/warning/list.hpp"

namespace tidings::warninglist {

inline constexpr std::size_t max_json_bytes = 256u << 20;  ///< ten times the largest of MISP's
inline constexpr std::size_t max_depth = 16;               ///< the schema has 2
inline constexpr std::size_t max_name_bytes = 256;

base::Result<warning::List> read_misp_list(std::string_view json);

}  // namespace tidings::warninglist
