#pragma once
/// JSON pointers (RFC 6901) in steps. Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>
#include <vector>

namespace tidings::json_stream {

using Steps = std::vector<std::string>;

std::string escaped(std::string_view step);  ///< "~1" for '/', "~0" for '~'
Steps steps_of(std::string_view pointer);

}  // namespace tidings::json_stream
