#pragma once
/// Things as people see them in a line: values, organisations, times.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

std::string type_name(std::uint32_t number);                         ///< "unknown" for a later version's
std::string value_text(std::uint32_t type, std::string_view value);  ///< canonical, for machines; hex for unknown types
/// Defanged if wanted, escaped. A name in Punycode is followed by how it reads, and by what is odd about that:
/// "xn--pypal-4ve[.]com (reads pаypal[.]com, mixes Cyrillic and Latin)".
std::string shown_value(const Look& look, std::uint32_t type, std::string_view value);
std::string shown_time(std::uint64_t us);              ///< "2026-11-22T14:03:05Z", "-" for 0
std::string shown_confidence(std::uint32_t plus_one);  ///< "80", "-" if not stated
std::string joined(const std::vector<std::string>& texts, std::string_view joint);

/// null for what is not stated.
json::value json_name(v1::Role role);
json::value json_name(v1::Verdict verdict);
json::value json_name(v1::Tlp tlp);
json::value json_name(v1::Pap pap);

}  // namespace tidings::view
