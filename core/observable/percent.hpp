#pragma once
/// Percent-encoding and dot segments: what follows a URL's host (rules U3-U7, U9). Inside of this folder.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::observable {

enum class UrlPart : std::uint8_t { User, Path, Query, Fragment };

/// Appends `text` with escapes in upper case, those of unreserved characters decoded, a '%' that begins no escape as
/// "%25", and what the part may not hold escaped byte by byte. Doing it twice changes nothing.
void append_escaped(std::string& out, std::string_view text, UrlPart part);

/// Path (at least "/"), query and fragment, the path without dot segments (RFC 3986 section 5.2.4).
void append_path_query_fragment(std::string& out, std::string_view rest);

}  // namespace tidings::observable
