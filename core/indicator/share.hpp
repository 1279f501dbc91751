#pragma once
/// Parts of one, in whole numbers: what a score is made of. In floating point two machines could differ in the last
/// bit, and so, where it rounds, in the score; nodes that hold the same bulletins must not. Lives on: any executor.
#include <cstdint>

#include "base/clock.hpp"

namespace tidings::indicator {

using Share = std::uint32_t;  ///< of one_share
inline constexpr Share one_share = 1U << 30;

constexpr Share share_of_percent(std::uint32_t percent) {
  return static_cast<Share>(std::uint64_t{one_share} * (percent < 100 ? percent : 100) / 100);
}
constexpr Share times(Share a, Share b) { return static_cast<Share>((std::uint64_t{a} * b) >> 30); }
/// In hundredths of a percent, rounded: 0 to 10,000.
constexpr std::int32_t points_of(Share share) {
  return static_cast<std::int32_t>((std::uint64_t{share} * 10'000 + one_share / 2) >> 30);
}

/// 2^(-age / half_life), right to a hundred-thousandth. An age below zero is none; a half-life of zero is one of 1 µs.
Share decay(base::Duration age, base::Duration half_life);

}  // namespace tidings::indicator
