#pragma once
/// UUIDs and ids as TAXII and STIX write them.
/// Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::taxii {

inline constexpr std::size_t max_object_id_bytes = 250;  ///< "TYPE--UUID": a type has at most 250 - 38 (STIX 2.1, 3.1)

/// UUIDv5 (RFC 9562 section 5.5) of a name in our namespace: collections.
std::string uuid_of_name(std::string_view name);
std::string random_uuid();

/// "TYPE--UUID", lower-case.
bool is_object_id(std::string_view text);
std::string_view type_of_id(std::string_view object_id);

}  // namespace tidings::taxii
