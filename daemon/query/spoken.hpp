#pragma once
/// The live reports that speak of values, or that were named by their ids: what an answer to them refers to.
/// Errors: those of find_bulletins(), NotFound (what was named says nothing that holds now), TooLarge, and what the
/// store says. Lives on: a reader thread.
#include "daemon/query/asking.hpp"

namespace tidings::query {

/// Of a value that thousands report the newest are referred to: an answer reaches their origins all the same.
inline constexpr std::size_t max_spoken_a_value = 256;
/// Values of all that was named together: an answer repeats them.
inline constexpr std::size_t max_spoken_values = 100'000;
/// Where an origin is named: in the place of the value for claims of the same bulletin that repeat one.
inline constexpr std::uint32_t repeats_a_value = UINT32_MAX;

base::Result<std::vector<SpokenOf>> spoken_of(Asking& asking, const SpokenQuestion& question);

}  // namespace tidings::query
