#pragma once
/// A bulletin as the rest of the house sees it: decoded header and claims beside the verbatim bytes.
/// Lives on: any executor (values).
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/identity/org_id.hpp"
#include "core/observable/type.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::bulletin {

using BulletinId = base::Id<struct BulletinIdTag, 32>;  ///< SHA-256 of the header's bytes
using PublicationId = base::Id<struct PublicationIdTag, 16>;
using identity::OrgId;

inline constexpr std::size_t max_header_bytes = 64 * 1024;
inline constexpr std::size_t max_claims = 4096;
inline constexpr std::size_t max_bulletin_bytes = 1024 * 1024;
inline constexpr std::size_t max_claim_bytes = 300 * 1024;  ///< an opaque object of 256 KiB and its context
inline constexpr std::size_t max_title_bytes = 1024;
inline constexpr std::size_t max_text_bytes = 48 * 1024;
inline constexpr std::size_t max_list_entries = 256;  ///< references, tags, ecosystems, release_to, targets
inline constexpr std::size_t max_list_entry_bytes = 2048;
inline constexpr std::size_t max_based_on = 64;
inline constexpr std::size_t max_comment_bytes = 4096;  ///< of a claim; longer prose belongs in the header's text
inline constexpr std::size_t max_opaque_bytes = 256 * 1024;
/// 2 years: what is older was wrong or is known; who still stands by it says it again.
inline constexpr base::Duration max_lifetime = std::chrono::hours(24 * 731);

/// How far a bulletin is ahead in the queue: a function of the signed header. Lower goes first.
enum class Lane : std::uint8_t { Withdrawal = 0, Urgent = 1, Normal = 2 };
inline constexpr std::size_t lane_count = 3;
Lane lane_of(const v1::Header& header);

/// The fields of a header that decisions need, in our own types. Everything else stays in `message`.
struct Header {
  BulletinId id;
  OrgId origin;
  v1::Kind kind{v1::KIND_UNSPECIFIED};
  base::Instant issued_at, expires_at;
  Lane lane{Lane::Normal};
  PublicationId publication;
  std::uint32_t revision{1};
  v1::Header message;
};

/// Reads and bounds a header's bytes; unknown fields and kinds pass (they are carried, not understood). Refused are an
/// unknown version or TLP (Unsupported: nobody may guess who may hold it), what is beyond its limit (TooLarge), and
/// what contradicts itself or lacks what every bulletin has (BadInput).
base::Result<Header> read_header(std::string_view bytes);

}  // namespace tidings::bulletin
