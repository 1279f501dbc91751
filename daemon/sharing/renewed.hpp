#pragma once
/// A bulletin that says again what a partner acknowledged before, under a fresh header: the same part of an earlier
/// revision of its publication, with the same claims. It is sent without them (core/bulletin/same_claims.hpp).
/// Errors: what the store says.
/// Lives on: a reader thread.
#include <optional>

#include "base/result.hpp"
#include "daemon/store/store.hpp"

namespace tidings::sharing {

/// Whose claims it has; nothing where the partner may not hold such a one any more, or never did.
base::Result<std::optional<bulletin::BulletinId>> former_of(store::Reading& reading, const identity::OrgId& partner,
                                                            const bulletin::Header& header, base::Instant now);

}  // namespace tidings::sharing
