#pragma once
/// What follows a URL's host as people read it.
/// Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::observable {

/// With each escaped character (RFC 3986 section 2.1) that is UTF-8 in its place, once; other escapes stay as they are.
std::string unescaped(std::string_view text);

}  // namespace tidings::observable
