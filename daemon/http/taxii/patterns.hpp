#pragma once
/// A canonical observable as a STIX 2.1 pattern (sections 6 and 9). What STIX has no object for stands as
/// `x-tidings-observable:NAME`, so that it is said and not lost.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "core/observable/type.hpp"

namespace tidings::taxii {

/// "stix", or the language that the value itself is written in: "yara", "sigma", "suricata".
std::string_view pattern_type(observable::Type type);

/// Appends the pattern as it stands, not as JSON.
void append_pattern(std::string& out, observable::Type type, std::string_view value);

}  // namespace tidings::taxii
