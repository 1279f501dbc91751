#pragma once
/// What makes two bulletins of ours say the same: their contexts without what differs from one to the next, and their
/// claims without their end, since a default end moves with each publication.
/// Lives on: any executor (pure).
#include <string>

#include "tidings/v1/bulletin.pb.h"

namespace tidings::intake {

/// The same bytes for headers that say the same to the same audience.
std::string wording_of(v1::Header header);
std::string wording_of(v1::Claim claim);

}  // namespace tidings::intake
