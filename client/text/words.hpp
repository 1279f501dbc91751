#pragma once
/// What feeds and people write for roles, confidences and markings, beyond the names of core/bulletin/names.hpp.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tidings/v1/bulletin.pb.h"

namespace tidings::text {

/// For people: "TLP:AMBER+STRICT".
std::string marking(v1::Tlp tlp);
/// Our names, and what feeds say: "cnc", "c&c", "command and control", "malware_download", "anonymizer", …
std::optional<v1::Role> role_from_feed_word(std::string_view text);
/// 0 to 100, or high, medium, low (STIX 2.1 appendix A: 85, 50, 15).
std::optional<std::uint32_t> confidence_from_word(std::string_view text);

/// ASCII only, for words that programs compare.
std::string lower_case(std::string_view text);
std::string_view without_blanks_around(std::string_view text);

}  // namespace tidings::text
