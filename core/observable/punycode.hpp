#pragma once
/// RFC 3492 decoding, and whether a label decodes (rules N5, N10). Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::observable {

/// What follows "xn--" (lower case, ASCII) as code points in `out`, which is empty before and may be null; false if it
/// does not decode.
bool decode_punycode(std::string_view encoded, std::u32string* out);

/// Whether what follows "xn--" (lower case, ASCII) decodes to at least one code point, all of them Unicode scalars.
bool decodes_as_punycode(std::string_view encoded);

}  // namespace tidings::observable
