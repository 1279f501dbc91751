#pragma once
/// Text as the words that people search for, the same for what is filed and for what is asked. A word is a run of
/// letters, marks and digits after NFKC and full case folding (Unicode 14, UAX #15, by libunistring); characters that
/// nobody sees (zero-width, soft hyphen, variation selectors) are taken out first, so they hide nothing. Scripts that
/// are written without blanks (Han, kana, Thai, Lao, Khmer, Burmese) give overlapping pairs of characters, and their
/// last character alone: so two characters are found as a pair, and one as the beginning of a pair. Bytes that are no
/// UTF-8 stand between words.
/// Lives on: any executor.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tidings::writing {

/// A longer word is its first so many bytes, whole characters: a SHA-256 in hex still fits.
inline constexpr std::size_t max_word_bytes = 64;
/// What one question may ask for: people write a few words, not pages.
inline constexpr std::size_t max_asked_words = 32;
inline constexpr std::size_t max_asked_bytes = 1024;

using TakeWord = std::function<void(std::string_view)>;

/// Each word in order, repeats too. A view is valid until the next.
void each_word(std::string_view text, const TakeWord& take);

struct AskedWord {
  std::string text;
  bool begins{false};  ///< a word that begins so is enough
};

/// The words of a question, each once. A last word that ends in '*' asks for words that begin so.
/// Errors: BadInput for no word at all, a '*' elsewhere, or after fewer than two letters (a pair of a script without
/// blanks may lack one); TooLarge.
base::Result<std::vector<AskedWord>> read_question(std::string_view text);

}  // namespace tidings::writing
