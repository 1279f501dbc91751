#pragma once
/// TLP markings in order: what is missing or unknown (a later version's) counts as the narrowest.
/// Lives on: any executor.
#include <string_view>

#include "tidings/v1/bulletin.pb.h"

namespace tidings::policy {

constexpr v1::Tlp effective(v1::Tlp tlp) { return tlp >= v1::TLP_CLEAR && tlp <= v1::TLP_RED ? tlp : v1::TLP_RED; }

/// As TLP 2.0 writes it, without the prefix: "AMBER+STRICT".
std::string_view marking_name(v1::Tlp tlp);

}  // namespace tidings::policy
