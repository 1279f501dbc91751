#pragma once
/// Characters of text that others wrote: read one at a time, and told apart into those that may be shown and those that
/// would steer a terminal, hide or reorder what stands beside them.
/// Lives on: any executor.
#include <cstddef>
#include <string>
#include <string_view>

namespace tidings::base {

struct Character {
  char32_t code{0};
  std::size_t bytes{1};
  bool valid{true};  ///< false: `code` is the byte itself (no UTF-8, RFC 3629)
};

/// The character at `at`, which is inside of `text`.
Character character_at(std::string_view text, std::size_t at);

/// Control characters (C0, DEL, C1), line and paragraph separators, bidirectional marks, embeddings, overrides and
/// isolates, zero-width and interlinear characters, soft hyphens, fillers and blanks that look like nothing, the byte
/// order mark, tag characters. ZWJ, ZWNJ and variation selectors of the BMP are left alone: scripts and emoji need
/// them.
bool is_unshowable(char32_t code);

/// The text with bytes that are no UTF-8 replaced by U+FFFD: what JSON may carry.
std::string to_valid_utf8(std::string_view text);

/// At most so many bytes from the start, ending with a whole character.
std::string_view cut(std::string_view text, std::size_t most);

/// About how many terminal columns the text takes: characters, counting East Asian wide ones twice.
std::size_t columns_of(std::string_view text);

}  // namespace tidings::base
