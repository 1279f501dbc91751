#pragma once
/// Which values of a draft were withdrawn here, and would be in force again: some report of ours that has not expired
/// said each, and none says it now. What is marked above what the draft's publisher may see is not looked at, nor is
/// what travels as it is. Errors: what the store says. Lives on: a reader thread.
#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

/// Adds those of the claims [from, from + count); `self` is whose words are looked at. `passed_over`: of the draft's
/// claims, what is not published; empty: none.
base::Status find_said_again(store::Reading& reading, const Draft& draft, std::size_t from, std::size_t count,
                             const std::vector<bool>& passed_over, const OrgId& self, base::Instant now,
                             SaidAgain& again);

}  // namespace tidings::intake
