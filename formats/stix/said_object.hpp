#pragma once
/// What one origin said of one value, as the one STIX 2.1 object that it makes: a report an indicator, a sighting a
/// sighting, a dispute an opinion. Ids follow from what is said (docs/formats.md), so the same words make the same
/// object wherever and however often they are written. `said` is taken as query tells it: with effective verdict and
/// window. Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/stix/written_value.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::stix {

/// The id of the STIX object that a claim was made of when its bundle was read: that object stands beside the claim, as
/// an opaque claim of this value, and is what it is written as. Empty for all other claims.
std::string_view original_id(const v1::Said& said);

/// The id of the indicator that an origin's report of a value makes.
std::string indicator_id(std::string_view origin, const v1::Value& value);
std::string identity_id(std::string_view origin);

struct SaidObject {
  WrittenObject object;
  std::vector<WrittenObject> beside;  ///< what it refers to: of a sighting its observed data, and the values seen
};
/// Nothing for what makes no object: withdrawals, opaque values. `about`: the id of the indicator that a sighting or
/// dispute refers to; empty: the one that its own origin would make. `created`: when its origin first said what it
/// still says of the value, of which this report is a version (STIX 2.1, 3.2); 0: with this report.
std::optional<SaidObject> object_of_said(const v1::Value& value, const v1::Said& said, std::string_view about = {},
                                         std::uint64_t created = 0);

/// Who said it. Its times are fixed, since nobody tells when an organisation began.
WrittenObject identity_object(std::string_view origin, std::string_view name);

}  // namespace tidings::stix
