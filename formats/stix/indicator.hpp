#pragma once
/// One indicator object (STIX 2.1, 4.7; 2.0 too) to the claims that it makes. Inside of this folder.
/// What the pattern says of single values becomes a claim each; what it says only as a whole is claimed as a pattern;
/// values that are but a part of what it asks are claimed as suspicious, with half the confidence.
/// Lives on: any executor.
#include <span>
#include <string>
#include <vector>

#include "core/observable/observable.hpp"
#include "formats/stix/object.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::stix {

struct IndicatorRead {
  std::vector<v1::Claim> claims;
  struct Refusal {
    std::string what, reason;
  };
  std::vector<Refusal> refused;
  std::vector<Refusal> remarks;  ///< what it says that no claim has
};

/// Tag that tells which object a claim was made of: "stix:indicator--…".
inline constexpr std::string_view origin_tag = "stix:";

/// `tags` are what others say of the indicator: which malware it indicates, and the like.
IndicatorRead read_indicator(const Object& indicator, std::span<const std::string> tags);

}  // namespace tidings::stix
