#pragma once
/// The tiers of postings: how many there are, how large each grows, and their SQL.
/// A batch goes sorted into tier 0; a tier beyond its size goes in key order into the next, eight times as large. So a
/// posting is written about three times until 16,000,000 are held, each time beside its neighbours.
/// Lives on: any executor (constants).
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace tidings::store::sqlite {

inline constexpr std::size_t tier_count = 4;
inline constexpr std::uint64_t tier_growth = 8;
using TierRows = std::array<std::uint64_t, tier_count>;

inline std::string tier_table(std::size_t tier) { return "posting_" + std::to_string(tier); }
inline const std::string tier_rows_columns = "rows_0, rows_1, rows_2, rows_3";

}  // namespace tidings::store::sqlite
