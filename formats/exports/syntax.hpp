#pragma once
/// Bytes from outside in other programs' syntax: what is checked and what is escaped. Inside of this folder.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>

#include "formats/exports/format.hpp"

namespace tidings::exports {

/// Letters, digits, '-', '_' and '.': nothing that any of these syntaxes knows as its own. Not empty, and no dot or '-'
/// at its beginning.
bool is_plain_name(std::string_view text);
/// Printable ASCII without blanks, '"' and '\\': what a canonical URL may have.
bool is_plain_word(std::string_view text);

/// Content of a rule of Suricata or Snort: what could end it, and what is not printable, as |HH|.
void append_content(std::string& out, std::string_view text);
/// Words within quotes of a rule or a comment: letters, digits, blanks and some marks; '_' for all else. At most
/// `most` bytes.
void append_words(std::string& out, std::string_view text, std::size_t most);
/// A name of letters, digits, '-' and '_'; '_' for all else. At most `most` bytes.
void append_slug(std::string& out, std::string_view text, std::size_t most);
/// RFC 4648 section 4.
void append_base64(std::string& out, std::string_view bytes);
/// A POSIX extended regular expression that fits the text alone.
void append_regex(std::string& out, std::string_view text);

/// A canonical URL in parts, without its fragment, which no request carries.
struct UrlView {
  std::string_view scheme, host, port, rest;  ///< port with its ':', rest with its '/'; both may be empty
};
/// Nothing for a URL with a user in it, or one that has no host.
std::optional<UrlView> read_url(std::string_view url);

/// "Tidings: TITLE (bulletin 0123456789abcdef)", safe within quotes.
std::string message_of(const Item& item);
/// The title's words and the first digits of the bulletin's id: a name.
std::string slug_of(const Item& item);

}  // namespace tidings::exports
