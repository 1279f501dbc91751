#pragma once
/// A decoded bulletin as the rows and sorted postings that the store keeps. Intake and reindex both use it, so an index
/// that was rebuilt answers as the one before it did, by construction.
/// Lives on: any executor (the crypto pool, in the daemon).
#include <string>

#include "core/bulletin/verify.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store {

/// `verified` is what verify() or read_verified() made of `bytes`; `giver` is zero for what was said here.
NewBulletin describe(const bulletin::Verified& verified, std::string bytes, const OrgId& giver, Instant received_at);

}  // namespace tidings::store
