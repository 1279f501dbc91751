#pragma once
/// Text as its reader sees it, for words that are looked for in ASCII: what nobody sees is gone (zero-width characters,
/// soft hyphens, variation selectors); wide letters and signs, blanks, dashes, quotes and bars of any script are
/// ASCII's; arrows are a dash, and pictures a blank. Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::draft {

/// The text itself, or, where it is another, what is put into `held`.
std::string_view in_plain_letters(std::string_view text, std::string& held);

}  // namespace tidings::draft
