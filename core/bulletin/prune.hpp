#pragma once
/// Withholding claims: a copy of a bulletin that has only some of them and still verifies under the same id and
/// signature. What was withheld cannot be guessed from it: the seed is left out, and each hash hides a salt.
/// Errors: those of open(); BadInput (already pruned, numbers that do not rise or do not exist).
/// Lives on: any executor.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::bulletin {

/// `bytes` is a whole bulletin that was verified; `kept` are claim numbers, rising.
base::Result<std::string> prune(std::string_view bytes, std::span<const std::uint32_t> kept);

}  // namespace tidings::bulletin
