#pragma once
/// Withdrawals of what we said: as few bulletins as may be, one audience each, which outlive what they withdraw.
/// Lives on: any executor (pure).
#include <span>
#include <string>
#include <vector>

#include "core/bulletin/bulletin.hpp"

namespace tidings::intake {

struct TakenBack {
  bulletin::BulletinId id;
  v1::Audience audience;
  base::Instant expires_at;
  std::vector<std::uint32_t> claims;  ///< sorted; none: all of it
};
/// Contexts, without claims, to be published each.
std::vector<v1::Header> withdrawals_of(std::span<const TakenBack> taken_back, const std::string& reason,
                                       base::Instant now);

}  // namespace tidings::intake
