#include "core/indicator/share.hpp"

#include <algorithm>
#include <array>

namespace tidings::indicator {
namespace {

constexpr unsigned step_bits = 8;
constexpr unsigned part_bits = 20;
constexpr std::size_t steps = 1U << step_bits;
/// 2^(-1/256) in parts of 2^32.
constexpr std::uint64_t step_root = 4'283'353'945;

/// 2^(-i/256) for each i, both ends included.
constexpr std::array<Share, steps + 1> make_powers() {
  std::array<Share, steps + 1> powers{};
  std::uint64_t power = std::uint64_t{1} << 32;
  for (auto& each : powers) {
    each = static_cast<Share>((power + 2) >> 2);
    power = (power * step_root + (std::uint64_t{1} << 31)) >> 32;
  }
  return powers;
}
constexpr auto powers = make_powers();
static_assert(powers.front() == one_share);

}  // namespace

Share decay(base::Duration age, base::Duration half_life) {
  if (age.count() <= 0) return one_share;
  const auto past = static_cast<std::uint64_t>(age.count());
  const auto half = static_cast<std::uint64_t>(std::max<std::int64_t>(1, half_life.count()));
  const auto halvings = past / half;
  if (halvings >= 31) return 0;
  // The rest, below one half-life, in parts of 2^20. Shifted down first where it would not fit: ages of months do.
  auto rest = past % half, whole = half;
  while (rest >> (63 - part_bits) != 0) {
    rest >>= 1;
    whole >>= 1;
  }
  constexpr unsigned within_bits = part_bits - step_bits;
  const auto part = (rest << part_bits) / whole;
  const auto step = part >> within_bits;
  const auto within = part & ((1U << within_bits) - 1);
  const std::uint64_t from = powers[step], to = powers[std::min(step + 1, std::uint64_t{steps})];
  const auto fraction = from - (((from - to) * within) >> within_bits);
  return static_cast<Share>(fraction >> halvings);
}

}  // namespace tidings::indicator
