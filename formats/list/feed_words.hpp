#pragma once
/// What feeds, tables and people write for roles, verdicts and confidences, beyond the names of
/// core/bulletin/names.hpp. Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string_view>

#include "tidings/v1/bulletin.pb.h"

namespace tidings::list {

/// Our names, and what feeds say: "cnc", "c&c", "command and control", "malware_download", "anonymizer", …
std::optional<v1::Role> role_from_feed_word(std::string_view text);
/// Our names, and "clean", "False Positive", "malware", "suspect", …
std::optional<v1::Verdict> verdict_from_feed_word(std::string_view text);
/// 0 to 100, with '%' or without, or high, medium, low (STIX 2.1 appendix A: 85, 50, 15).
std::optional<std::uint32_t> confidence_from_word(std::string_view text);

}  // namespace tidings::list
