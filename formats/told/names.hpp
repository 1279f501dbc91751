#pragma once
/// Names of what is told, as machines read them.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/told/json.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::told {

std::string type_name(std::uint32_t number);                         ///< "unknown" for a later version's
std::string value_text(std::uint32_t type, std::string_view value);  ///< canonical; hex for unknown types

/// null for what is not stated.
json::value json_name(v1::Role role);
json::value json_name(v1::Verdict verdict);
json::value json_name(v1::Tlp tlp);
json::value json_name(v1::Pap pap);

}  // namespace tidings::told
