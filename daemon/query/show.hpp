#pragma once
/// Bulletins whole, with what they are verified with and what became of them here.
/// Errors: those of find_bulletins(), TooLarge.
/// Lives on: a reader thread.
#include "daemon/query/asking.hpp"

namespace tidings::query {

/// A publication beyond this is shown bulletin by bulletin only.
inline constexpr std::size_t max_shown_bytes = 64u << 20;

base::Result<std::vector<v1::ShowAnswer>> show(Asking& asking, const v1::ShowRequest& request);

}  // namespace tidings::query
