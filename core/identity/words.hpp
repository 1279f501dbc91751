#pragma once
/// The 256 words of fingerprints, one for each value of a byte: 4 to 6 letters, lower case, clearly different.
/// Lives on: any executor.
#include <array>
#include <string_view>

namespace tidings::identity {

extern const std::array<std::string_view, 256> words;

}  // namespace tidings::identity
