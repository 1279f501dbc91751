#pragma once
/// A decoded bulletin as the rows and sorted postings that the store keeps. Intake and reindex both use it, so an index
/// that was rebuilt answers as the one before it did, by construction.
/// Lives on: any executor (the crypto pool, in the daemon).
#include <string>

#include "core/bulletin/verify.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store {

/// Claims of one bulletin that say the same at one key have one posting, the lowest number's, unless a window or a
/// detail of their own tells them apart, or they are sightings, which add up. More than this of a key are not indexed,
/// and counted so, since each look-up of the value would read them all; of sightings the rest is added up with the last
/// that is.
inline constexpr std::size_t max_postings_a_key = 16;

/// `verified` is what verify() or read_verified() made of `bytes`; `giver` is zero for what was said here.
NewBulletin describe(const bulletin::Verified& verified, std::string bytes, const OrgId& giver, Instant received_at);

}  // namespace tidings::store
