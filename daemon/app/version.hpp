#pragma once
/// What this program calls itself, to people and to partners. TIDINGS_VERSION comes from the build.
/// Lives on: any executor.
#include <string_view>

namespace tidings::app {

inline constexpr std::string_view software = "tidingsd/" TIDINGS_VERSION;

}  // namespace tidings::app
