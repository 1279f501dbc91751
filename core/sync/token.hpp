#pragma once
/// Cursor tokens: where a partner stands in one lane of our ledger, opaque and authenticated. AES-256-GCM, so that gaps
/// in a Sequence tell nothing; bound to the partner and lane as associated data.
///   plain text      LedgerId (16) ‖ Sequence (8, big endian) ‖ view (8: first bytes of SHA-256 of the terms it was
///   made
///                   under)
///   associated data "tidings/1 token" ‖ 0x00 ‖ the partner's OrgId (32) ‖ lane (1: 0 withdrawal, 1 urgent, 2 normal)
///   keys            HMAC-SHA-256(node's key, "tidings/1 token encryption"), HMAC-SHA-256(node's key, "tidings/1 token
///   nonce") nonce           the first 12 bytes of HMAC-SHA-256(nonce key, associated data ‖ plain text) token nonce
///   (12) ‖ cipher text (32) ‖ tag (16)
/// The nonce is a function of what is sealed, so that a busy node cannot run into the bound on random ones; the same
/// cursor gives the same token.
/// A token that does not open, or of another ledger, is no cursor: reading starts from zero.
/// Errors: BadProof.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "core/bulletin/bulletin.hpp"

namespace tidings::sync {

struct Cursor {
  std::string ledger;  ///< 16 bytes
  std::uint64_t sequence{0};
  std::uint64_t view{0};
};

inline constexpr std::size_t token_key_bytes = 32;

/// `cursor.ledger` has 16 bytes.
std::string seal_token(const base::Secret& key, const bulletin::OrgId& partner, bulletin::Lane lane,
                       const Cursor& cursor);
base::Result<Cursor> open_token(const base::Secret& key, const bulletin::OrgId& partner, bulletin::Lane lane,
                                std::string_view token);

}  // namespace tidings::sync
