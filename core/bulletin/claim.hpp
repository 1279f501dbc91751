#pragma once
/// Decoding a claim's bytes within its limits. Most claims are a type and a value, perhaps a comment: those are read by
/// hand where they lie, since they are what the speed of verify() is made of; whatever has more goes through protobuf.
/// Both ways read the same from the same bytes.
/// Errors: BadInput (damage, a text that is not UTF-8), TooLarge.
/// Lives on: any executor.
#include <string_view>

#include "base/result.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::bulletin {

/// Decodes into `claim`, which is fresh.
base::Status read_claim_bytes(std::string_view bytes, v1::Claim& claim);

}  // namespace tidings::bulletin
