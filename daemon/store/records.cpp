#include "daemon/store/records.hpp"

#include <algorithm>

namespace tidings::store {
namespace {

constexpr std::uint32_t verdict_mask = 0x7;
constexpr unsigned role_shift = 3;
constexpr std::uint32_t role_mask = 0x3f;
constexpr unsigned confidence_shift = 9;
constexpr std::uint32_t confidence_mask = 0x7f;
constexpr std::uint32_t not_stated = 127;
constexpr std::uint32_t own_window_bit = 1U << 16;
constexpr std::uint32_t own_detail_bit = 1U << 17;

/// A number from a later version that does not fit its bits reads as unspecified.
template <class Enum>
std::uint32_t fitted(Enum value, std::uint32_t mask) {
  const auto number = static_cast<std::int64_t>(value);
  return number < 0 || number > static_cast<std::int64_t>(mask) ? 0 : static_cast<std::uint32_t>(number);
}

}  // namespace

ClaimFacts ClaimFacts::of(v1::Verdict verdict, v1::Role role, std::optional<std::uint32_t> confidence, bool own_window,
                          bool own_detail) {
  const std::uint32_t sure = confidence ? std::min<std::uint32_t>(*confidence, 100) : not_stated;
  return {fitted(verdict, verdict_mask) | (fitted(role, role_mask) << role_shift) | (sure << confidence_shift) |
          (own_window ? own_window_bit : 0) | (own_detail ? own_detail_bit : 0)};
}

v1::Verdict ClaimFacts::verdict() const { return static_cast<v1::Verdict>(bits & verdict_mask); }

v1::Role ClaimFacts::role() const { return static_cast<v1::Role>((bits >> role_shift) & role_mask); }

std::optional<std::uint32_t> ClaimFacts::confidence() const {
  const std::uint32_t sure = (bits >> confidence_shift) & confidence_mask;
  if (sure == not_stated) return std::nullopt;
  return sure;
}

bool ClaimFacts::own_window() const { return (bits & own_window_bit) != 0; }

bool ClaimFacts::own_detail() const { return (bits & own_detail_bit) != 0; }

}  // namespace tidings::store
