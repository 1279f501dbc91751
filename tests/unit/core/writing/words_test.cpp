#include "core/writing/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::writing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  each_word(text, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

std::vector<std::string> asked(std::string_view text) {
  std::vector<std::string> words;
  for (const auto& word : read_question(text).value()) words.push_back(word.text + (word.begins ? "*" : ""));
  return words;
}

TEST(Words, are_runs_of_letters_and_digits_without_case) {
  EXPECT_THAT(words_of("Emotet: CVE-2024-3094 seen in login.PayPal_2.example!"),
              ElementsAre("emotet", "cve", "2024", "3094", "seen", "in", "login", "paypal", "2", "example"));
  EXPECT_THAT(words_of(""), IsEmpty());
  EXPECT_THAT(words_of(" .,-*"), IsEmpty());
}

TEST(Words, fold_what_unicode_says_is_the_same) {
  EXPECT_EQ(words_of("STRASSE"), words_of("straße"));
  EXPECT_EQ(words_of("Ｅｍｏｔｅｔ"), words_of("emotet")) << "full width";
  EXPECT_EQ(words_of("Cafe\xcc\x81"), words_of("CAFÉ")) << "composed or not";
  EXPECT_EQ(words_of("ЕМОТЕТ"), words_of("емотет"));
}

TEST(Words, are_not_cut_by_characters_that_nobody_sees) {
  EXPECT_THAT(words_of("emo\u200btet"), ElementsAre("emotet"));
  EXPECT_THAT(words_of("emo\u00adtet"), ElementsAre("emotet"));
}

TEST(Words, of_chinese_are_overlapping_pairs) {
  EXPECT_THAT(words_of("網路釣魚"), ElementsAre("網路", "路釣", "釣魚", "魚"));
  EXPECT_THAT(words_of("釣魚"), ElementsAre("釣魚", "魚"));
  EXPECT_THAT(words_of("APT組織x"), ElementsAre("apt", "組織", "織", "x"));
  EXPECT_THAT(words_of("フィッシング").size(), 6U);
}

TEST(Words, are_bounded_at_a_whole_character) {
  EXPECT_EQ(words_of(std::string(200, 'a')), std::vector{std::string(max_word_bytes, 'a')});
  EXPECT_EQ(words_of(std::string(200, 'A') + "-Bc"),
            (std::vector{std::string(max_word_bytes, 'a'), std::string("bc")}));
  const auto cyrillic = words_of("я" + std::string(62, 'b') + "яя");
  EXPECT_EQ(cyrillic.front().size(), max_word_bytes);
}

TEST(Words, stand_between_bytes_that_are_no_utf8) {
  EXPECT_THAT(words_of("abc\xff"
                       "def"),
              ElementsAre("abc", "def"));
}

TEST(Question, asks_each_word_once_and_the_last_may_be_a_beginning) {
  EXPECT_THAT(asked("emotet Emotet loader*"), ElementsAre("emotet", "loader*"));
  EXPECT_THAT(asked("網路釣魚"), ElementsAre("網路", "路釣", "釣魚"));
  EXPECT_THAT(asked("釣"), ElementsAre("釣*")) << "one character begins a pair, or ends a run";
}

TEST(Question, without_a_word_or_with_a_glob_of_stars_is_refused) {
  for (const auto* text : {"", "  ", "***", "*", "e*", "*emotet", "emo*tet", "a* b*"}) {
    const auto read = read_question(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, base::ErrorCode::BadInput) << text;
  }
  EXPECT_EQ(read_question(std::string(2'000, 'a')).error().code, base::ErrorCode::TooLarge);
}

}  // namespace
}  // namespace tidings::writing
