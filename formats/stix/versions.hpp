#pragma once
/// What is asked of an object that was carried, and of the claims that were made of it: which version it is, and what
/// it claims by itself. Lives on: any executor (pure).
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::stix {

/// An RFC 3339 timestamp in UTC with up to nine digits of a second's fractions, in µs; nothing for anything else.
std::optional<std::uint64_t> timestamp(std::string_view text);

/// Whether a claim carries an object of STIX, which its value is the id of.
bool carries_object(const v1::Claim& claim);
/// The id of the object that a claim was made of, which travels beside it; empty: there is none.
std::string_view original_of(const v1::Claim& claim);
/// When an object was last modified, by its JSON; its `created`, or `otherwise`, where it does not say.
std::uint64_t version_of(std::string_view json, std::uint64_t otherwise);

using ClaimedValue = std::pair<std::uint32_t, std::string>;  ///< type and value
/// The values that an object claims, each with when it says that this ends.
using Claimed = std::map<ClaimedValue, base::Instant>;
inline constexpr base::Instant no_end{UINT64_MAX};

struct ObjectRead {
  Claimed claimed;
  bool revoked{false};
};
/// What cannot be read claims nothing.
ObjectRead read_object(std::string_view json);

}  // namespace tidings::stix
