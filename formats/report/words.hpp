#pragma once
/// Looking for words in short texts, whatever their case. Inside of this folder. Lives on: any executor.
#include <initializer_list>
#include <string>
#include <string_view>

namespace tidings::report {

constexpr bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Whether one of `words`, in lower case, stands in `lower` at the beginning of a word; those of up to 4 bytes as whole
/// words, but for an 's'.
bool has_word(std::string_view lower, std::initializer_list<std::string_view> words);

/// Without blanks and marks of emphasis around.
std::string_view bare(std::string_view text);

}  // namespace tidings::report
