#pragma once
/// Who may hold bulletins, partner by partner.
/// Errors: NotFound for a partner of that name, TooLarge for more than an answer may hold, and what the store says.
/// Lives on: a reader thread.
#include <span>

#include "daemon/query/asking.hpp"

namespace tidings::query {

inline constexpr std::size_t max_holdings = 5'000;

/// `partner`: only this one; empty: all.
base::Status add_holdings(Asking& asking, std::span<const store::Sequence> places, std::string_view partner,
                          v1::ExplainAnswer& answer);

}  // namespace tidings::query
