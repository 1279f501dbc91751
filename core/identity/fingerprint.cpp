#include "base/digest.hpp"
#include "core/identity/card.hpp"
#include "core/identity/words.hpp"

namespace tidings::identity {
namespace {

constexpr std::size_t word_count = 16;  // 128 bits: nobody finds another root with the same words
constexpr std::size_t max_typed_bytes = 1024;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Lower-case words with one blank between them.
std::string normalise(std::string_view typed) {
  std::string words;
  for (const char c : typed) {
    if (is_letter(c)) {
      words.push_back(static_cast<char>(c | 0x20));
    } else if (!words.empty() && words.back() != ' ') {
      words.push_back(' ');
    }
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

}  // namespace

std::string fingerprint_words(const Identity& identity) {
  base::Sha256 hash;
  hash.update(identity.roots.front().bytes());
  for (const auto& root : identity.roots) hash.update(root.bytes());
  const base::Digest digest = hash.finish();
  std::string text;
  for (std::size_t i = 0; i < word_count; ++i) {
    if (i > 0) text.push_back(' ');
    text.append(words[digest.data()[i]]);
  }
  return text;
}

bool fingerprint_matches(const Identity& identity, std::string_view typed) {
  if (typed.size() > max_typed_bytes) return false;
  // Hashed first, so that how much of it is right does not show in the time, whatever its length.
  const auto given = base::sha256(normalise(typed));
  return base::equal_secret(given.bytes(), base::sha256(fingerprint_words(identity)).bytes());
}

}  // namespace tidings::identity
