#pragma once
/// The salted Merkle tree over a bulletin's claims (shape of RFC 6962 section 2.1, leaves salted).
///   leaf = SHA-256(0x00 ‖ salt ‖ claim), node = SHA-256(0x01 ‖ left ‖ right), no claims: SHA-256("").
///   salt(i) = 16 bytes of SHA-256(0x02 ‖ seed ‖ floor(i / 2) in 4 bytes big endian): the first half for an even i, the
///   second for an odd one. So one hash gives two salts, and a salt shown tells nothing of the others.
/// Lives on: any executor.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"

namespace tidings::bulletin {

inline constexpr std::size_t seed_bytes = 32;
inline constexpr std::size_t salt_bytes = 16;

std::string salt(std::string_view seed, std::size_t number);
base::Digest leaf_hash(std::string_view salt, std::string_view claim);
/// The leaves of a whole bulletin's claims, in order.
std::vector<base::Digest> leaf_hashes(std::string_view seed, std::span<const std::string_view> claims);
/// The root over leaves.
base::Digest root_of_leaves(std::vector<base::Digest> leaves);
/// The root of a whole bulletin's claims.
base::Digest merkle_root(std::string_view seed, std::span<const std::string_view> claims);

/// The largest subtrees that hold no kept leaf, left to right. `kept` rises and stays below leaves.size().
std::vector<base::Digest> withheld_hashes(std::span<const base::Digest> leaves, std::span<const std::uint32_t> kept);
/// The root of a tree of `count` leaves of which `kept` are given and the rest stands in `withheld`; nothing if there
/// are too few or too many hashes for that. `kept` rises and stays below count.
std::optional<base::Digest> root_of_pruned(std::size_t count, std::span<const std::uint32_t> kept,
                                           std::span<const base::Digest> leaves,
                                           std::span<const base::Digest> withheld);

}  // namespace tidings::bulletin
