#include "core/writing/words.hpp"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <algorithm>
#include <array>
#include <memory>

namespace tidings::writing {
namespace {

enum class Class : unsigned char { Between, Letter, Paired, Unseen };

constexpr std::array<char, 128> ascii_letters = [] {
  std::array<char, 128> table{};
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c + 32);
  for (char c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = c;
  return table;
}();

/// Blocks of scripts that are written without blanks (Unicode 14, Blocks.txt).
bool is_paired(ucs4_t c) {
  struct Range {
    ucs4_t first, last;
  };
  constexpr std::array<Range, 10> ranges{{{0x0e00, 0x0eff},      // Thai, Lao
                                          {0x1000, 0x109f},      // Burmese
                                          {0x1780, 0x17ff},      // Khmer
                                          {0x2e80, 0x2fdf},      // radicals
                                          {0x3005, 0x3007},      // iteration mark, zero
                                          {0x3040, 0x30ff},      // kana with its prolonged sound mark
                                          {0x31f0, 0x31ff},      // small katakana
                                          {0x3400, 0x9fff},      // Han
                                          {0xf900, 0xfaff},      // Han
                                          {0x20000, 0x3ffff}}};  // Han
  return std::any_of(ranges.begin(), ranges.end(), [&](Range range) { return c >= range.first && c <= range.last; });
}

Class class_of(ucs4_t c) {
  if (c < 0x80) return ascii_letters[c] != 0 ? Class::Letter : Class::Between;
  if (uc_is_property_default_ignorable_code_point(c)) return Class::Unseen;
  if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N)) {
    return Class::Between;
  }
  return is_paired(c) ? Class::Paired : Class::Letter;
}

/// Puts characters together into words.
class Words {
 public:
  explicit Words(const TakeWord& take) : take_(take) {}

  void letter(std::string_view character) {
    end_pair();
    if (word_.size() + character.size() > max_word_bytes) is_cut_ = true;
    if (!is_cut_) word_ += character;
  }
  void paired(std::string_view character) {
    end_word();
    if (!former_.empty()) take_(former_ + std::string(character));
    former_ = character;
  }
  void end() {
    end_word();
    end_pair();
  }

 private:
  void end_word() {
    if (!word_.empty()) take_(word_);
    word_.clear();
    is_cut_ = false;
  }
  void end_pair() {
    if (!former_.empty()) take_(former_);
    former_.clear();
  }

  const TakeWord& take_;
  std::string word_, former_;
  bool is_cut_{false};
};

char letter_of(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 ? ascii_letters[byte] : '\0';
}

/// Most words lie in their text as they are: only those with capitals are copied.
void take_ascii(std::string_view text, const TakeWord& take) {
  std::array<char, max_word_bytes> lowered;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto begin = at;
    bool has_capitals = false;
    for (char letter = 0; at < text.size() && (letter = letter_of(text[at])) != 0; ++at) {
      has_capitals = has_capitals || letter != text[at];
    }
    if (begin == at) continue;
    auto word = text.substr(begin, std::min(at - begin, max_word_bytes));
    if (has_capitals) {
      std::ranges::transform(word, lowered.begin(), letter_of);
      word = {lowered.data(), word.size()};
    }
    take(word);
  }
}

void add_folded(std::string_view folded, Words& words) {
  const auto* at = reinterpret_cast<const std::uint8_t*>(folded.data());
  const auto* const end = at + folded.size();
  while (at < end) {
    ucs4_t c = 0;
    const int width = u8_mbtouc(&c, at, static_cast<std::size_t>(end - at));
    const std::string_view character(reinterpret_cast<const char*>(at), static_cast<std::size_t>(width));
    switch (class_of(c)) {
      case Class::Between: words.end(); break;
      case Class::Letter: words.letter(character); break;
      case Class::Paired: words.paired(character); break;
      case Class::Unseen: break;
    }
    at += width;
  }
}

struct Free {
  void operator()(std::uint8_t* text) const { std::free(text); }
};

/// False for what is no UTF-8.
bool take_unicode(std::string_view text, const TakeWord& take) {
  std::size_t size = 0;
  const std::unique_ptr<std::uint8_t, Free> folded(u8_casefold(reinterpret_cast<const std::uint8_t*>(text.data()),
                                                               text.size(), nullptr, UNINORM_NFKC, nullptr, &size));
  if (!folded) return false;
  Words words(take);
  add_folded({reinterpret_cast<const char*>(folded.get()), size}, words);
  words.end();
  return true;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

base::Error bad(const char* why) { return base::fail(base::ErrorCode::BadInput, why); }

/// One character of a script in pairs, however many bytes.
bool is_one_paired(const std::string& word) {
  ucs4_t c = 0;
  const auto* text = reinterpret_cast<const std::uint8_t*>(word.data());
  return u8_mbtouc(&c, text, word.size()) == static_cast<int>(word.size()) && is_paired(c);
}

bool is_too_short(const std::string& word) {
  return u8_mbsnlen(reinterpret_cast<const std::uint8_t*>(word.data()), word.size()) < 2 && !is_one_paired(word);
}

bool is_part_of_a_pair(const std::vector<std::string>& words, std::size_t at) {
  return at > 0 && is_one_paired(words[at]) && words[at - 1].ends_with(words[at]) &&
         words[at - 1].size() > words[at].size();
}

}  // namespace

void each_word(std::string_view text, const TakeWord& take) {
  if (is_ascii(text) || !take_unicode(text, take)) take_ascii(text, take);
}

base::Result<std::vector<AskedWord>> read_question(std::string_view text) {
  if (text.size() > max_asked_bytes)
    return base::fail(base::ErrorCode::TooLarge, "the text asked for is longer than 1,024 bytes");
  const auto blank = text.find_last_not_of(" \t");
  text = text.substr(0, blank == std::string_view::npos ? 0 : blank + 1);
  const bool begins = text.ends_with('*');
  if (begins) text.remove_suffix(1);
  if (text.find('*') != std::string_view::npos) return bad("a * may stand at the end of the last word only");
  std::vector<std::string> words;
  each_word(text, [&](std::string_view word) { words.emplace_back(word); });
  if (words.empty()) return bad("no word to look for: letters or digits are needed");
  std::vector<AskedWord> asked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size();
    if (is_part_of_a_pair(words, i)) continue;  // its pair says more
    const bool is_beginning = (begins && is_last) || is_one_paired(words[i]);
    if (is_beginning && is_too_short(words[i])) return bad("a * needs two letters before it");
    const auto same = [&](const AskedWord& one) { return one.text == words[i] && one.begins == is_beginning; };
    if (std::none_of(asked.begin(), asked.end(), same)) asked.push_back({words[i], is_beginning});
  }
  if (asked.size() > max_asked_words) return base::fail(base::ErrorCode::TooLarge, "more than 32 words are asked for");
  return asked;
}

}  // namespace tidings::writing
