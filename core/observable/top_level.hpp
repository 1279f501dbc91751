#pragma once
/// Prose is full of words with dots: which of them may be names.
/// Lives on: any executor (pure).
#include <string_view>

namespace tidings::observable {

/// Whether a canonical name ends in a top-level domain that is delegated, or ".onion".
bool has_known_top_level(std::string_view name);

}  // namespace tidings::observable
