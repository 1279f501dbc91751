#pragma once
/// A Goodbye for those with whom no link machine was begun. Lives on: any executor.
#include <string>
#include <string_view>

#include "base/error_code.hpp"

namespace tidings::link {

std::string goodbye_frame(base::ErrorCode code, std::string_view text);

}  // namespace tidings::link
