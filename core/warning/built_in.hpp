#pragma once
/// The lists that need no file: special-use names and addresses with the public suffixes (as core/observable knows
/// them), the root name servers, and the public resolvers that much of the world asks.
/// Lives on: any executor.
#include <vector>

#include "core/warning/list.hpp"

namespace tidings::warning {

std::vector<List> built_in_lists();

}  // namespace tidings::warning
