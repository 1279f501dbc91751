#pragma once
/// Runs of characters without blanks, and what they could be. Inside of this folder. Lives on: any executor.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::report {

/// What a token's characters tell, as bits.
namespace mark {
inline constexpr std::uint16_t not_hex = 1;
inline constexpr std::uint16_t dot = 2;
inline constexpr std::uint16_t colon = 4;
inline constexpr std::uint16_t slash = 8;
inline constexpr std::uint16_t at = 16;
inline constexpr std::uint16_t backslash = 32;
inline constexpr std::uint16_t bracket = 64;
inline constexpr std::uint16_t high = 128;  ///< a byte beyond ASCII
inline constexpr std::uint16_t equals = 256;
inline constexpr std::uint16_t listing = 512;  ///< ',' or ';': ends a token that is no URL
inline constexpr std::uint16_t close = 1024;   ///< ']': "](" begins the target of a link
inline constexpr std::uint16_t end = 2048;     ///< ends a token
/// Without one of these, a token is a word or a digest.
inline constexpr std::uint16_t shaped = dot | colon | at | bracket | high | equals;
}  // namespace mark

extern const std::array<std::uint16_t, 256> marks;
std::uint16_t marks_of(std::string_view text);

/// Whether hex digits of that number are an MD5, SHA-1, SHA-256, SHA-384 or SHA-512.
constexpr bool is_digest_size(std::size_t digits) {
  return digits == 32 || digits == 40 || digits == 64 || digits == 96 || digits == 128;
}

/// Without quotes, brackets that are not closed inside, marks of emphasis and what ends a sentence.
std::string_view trimmed_token(std::string_view token);

/// "sha256:", "IP=", …: what a value is called in front of it. The rest of the token in `token`; empty if nothing is.
std::string_view take_label(std::string_view& token);

/// Undoes what core/observable does not know of: zero-width characters, soft hyphens, full stops of other scripts,
/// escapes of Markdown ("\[.\]", "\_"), "h**p", "htxp", "meow". True if `out` was set.
bool restore(std::string_view token, std::string& out, bool& disarmed);

/// Whether brackets or a scheme show that somebody disarmed it.
bool is_defanged(std::string_view token);

}  // namespace tidings::report
