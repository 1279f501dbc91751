#pragma once
/// Things as people see them in a line: values, organisations, times.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "formats/told/names.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::view {

using told::json_name;
using told::type_name;
using told::value_text;
/// Defanged if wanted, escaped. A name in Punycode is followed by how it reads, and by what is odd about that:
/// "xn--pypal-4ve[.]com (reads pаypal[.]com, mixes Cyrillic and Latin)".
std::string shown_value(const Look& look, std::uint32_t type, std::string_view value);
std::string shown_time(std::uint64_t us);              ///< "2026-11-22T14:03:05Z", "-" for 0
std::string shown_confidence(std::uint32_t plus_one);  ///< "80", "-" if not stated
/// "seen 12 times between 2026-11-20T14:00:00Z and 2026-11-22T09:30:00Z in finance"
std::string shown_sighting(const v1::Sighting& sighting);
std::string joined(const std::vector<std::string>& texts, std::string_view joint);

}  // namespace tidings::view
