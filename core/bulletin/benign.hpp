#pragma once
/// The role that is a verdict, too. On the wire a report without a verdict accuses, whatever its role, and what is
/// signed keeps that meaning; so before anything is signed, who says that a value's role is benign has its verdict
/// stated, and may not accuse it in the same breath.
/// Errors: BadInput (role benign, verdict malicious or suspicious).
/// Lives on: any executor (pure).
#include "base/result.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::bulletin {

base::Status check_benign(v1::Role role, v1::Verdict verdict);

/// States the verdict benign where the claim's role in this context is benign and neither states a verdict. Only
/// reports are looked at.
base::Status settle_benign(const v1::Header& context, v1::Claim& claim);

}  // namespace tidings::bulletin
