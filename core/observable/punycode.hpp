#pragma once
/// RFC 3492 decoding, as far as one must know whether a label decodes (rules N5, N10). Inside of this folder.
/// Lives on: any executor.
#include <string_view>

namespace tidings::observable {

/// Whether what follows "xn--" (lower case, ASCII) decodes to at least one code point, all of them Unicode scalars.
bool decodes_as_punycode(std::string_view encoded);

}  // namespace tidings::observable
