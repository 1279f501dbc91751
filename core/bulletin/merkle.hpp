#pragma once
/// The salted Merkle tree over a bulletin's claims (shape of RFC 6962 section 2.1, leaves salted).
///   leaf = SHA-256(0x00 ‖ salt ‖ claim), node = SHA-256(0x01 ‖ left ‖ right), no claims: SHA-256("").
///   salt(i) = 16 bytes of SHA-256(0x02 ‖ seed ‖ floor(i / 2) in 4 bytes big endian): the first half for an even i, the
///   second for an odd one. So one hash gives two salts, and a salt shown tells nothing of the others.
/// Lives on: any executor.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace tidings::bulletin {

inline constexpr std::size_t seed_bytes = 32;
inline constexpr std::size_t salt_bytes = 16;

std::string salt(std::string_view seed, std::size_t number);
base::Digest leaf_hash(std::string_view salt, std::string_view claim);
/// The root of a whole bulletin's claims.
base::Digest merkle_root(std::string_view seed, std::span<const std::string_view> claims);

}  // namespace tidings::bulletin
