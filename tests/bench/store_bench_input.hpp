#pragma once
/// What the store's bench and the bare loop write: bulletins of random SHA-256 values, made as they are needed.
#include <algorithm>
#include <cstdint>
#include <string>

#include "base/digest.hpp"
#include "core/observable/type.hpp"
#include "daemon/store/records.hpp"

namespace tidings::bench {

inline constexpr std::size_t bytes_a_claim = 45;  ///< what a signed claim of a hash takes, envelope shared
inline constexpr std::size_t header_bytes = 400;

/// SplitMix64 (Steele, Lea, Flood 2014): as good as hashes for a B-tree, and cheap enough not to be measured.
inline std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

inline std::string key_of(std::uint64_t claim) {
  std::string key;
  base::append_be16(key, static_cast<std::uint16_t>(observable::Type::Sha256));
  for (std::uint64_t i = 0; i < 4; ++i) base::append_be64(key, mix(claim * 4 + i));
  return key;
}

inline store::NewBulletin bulletin_of(std::uint64_t number, std::uint64_t first_claim, std::size_t claims) {
  store::NewBulletin made;
  made.entry.id = *store::BulletinId::from_bytes(base::sha256(std::to_string(number)).bytes());
  made.entry.origin = *store::OrgId::from_bytes(base::sha256("origin").bytes());
  made.entry.kind = v1::KIND_REPORT;
  made.entry.issued_at = {1'700'000'000'000'000 + number};
  made.entry.expires_at = {1'800'000'000'000'000 + number};
  made.entry.received_at = {1'700'000'001'000'000 + number};
  made.bytes.assign(header_bytes + bytes_a_claim * claims, 'x');
  made.entry.size = static_cast<std::uint32_t>(made.bytes.size());
  auto& row = made.row;
  row.id = made.entry.id;
  row.origin = made.entry.origin;
  row.kind = made.entry.kind;
  row.tlp = v1::TLP_GREEN;
  row.issued_at = made.entry.issued_at;
  row.expires_at = made.entry.expires_at;
  row.received_at = made.entry.received_at;
  row.publication = *store::PublicationId::from_bytes(made.entry.id.bytes().substr(0, 16));
  row.claims = static_cast<std::uint32_t>(claims);
  made.postings.reserve(claims);
  const auto facts = store::ClaimFacts::of(v1::VERDICT_MALICIOUS, v1::ROLE_PAYLOAD, 80, false, false);
  for (std::size_t i = 0; i < claims; ++i) {
    made.postings.push_back({key_of(first_claim + i), static_cast<std::uint32_t>(i), facts});
  }
  std::sort(made.postings.begin(), made.postings.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return made;
}

}  // namespace tidings::bench
