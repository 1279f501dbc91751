#include "core/writing/scripts.hpp"

#include <gtest/gtest.h>

namespace tidings::writing {
namespace {

TEST(Oddity, is_none_in_what_people_write) {
  for (const auto* label : {"paypal", "пример", "日本語ドメイン", "釣魚", "taiwan台灣", "한국web", "web2", "straße"}) {
    EXPECT_EQ(oddity_of(label), "") << label;
  }
}

TEST(Oddity, is_a_mix_of_scripts_that_no_language_mixes) {
  EXPECT_EQ(oddity_of("p\u0430ypal"), "mixes Cyrillic and Latin");
  EXPECT_EQ(oddity_of("\u03b1mazon"), "mixes Greek and Latin");
}

TEST(Oddity, is_a_label_whose_letters_all_look_like_those_of_another_script) {
  EXPECT_EQ(oddity_of("\u0430\u0440\u0440\u04cf\u0435"), "looks like Latin, written in Cyrillic");
  EXPECT_EQ(oddity_of("\u0430\u0441\u0435-24"), "looks like Latin, written in Cyrillic");
  EXPECT_EQ(oddity_of("\u03bf\u03c1\u03b1"), "looks like Latin, written in Greek");
  EXPECT_EQ(oddity_of("2026-01"), "");
}

TEST(Oddity, is_what_nobody_sees_and_what_turns_the_reading) {
  EXPECT_EQ(oddity_of("pay\u200bpal"), "hides an invisible character");
  EXPECT_EQ(oddity_of("\u202eelpmaxe"), "turns the reading direction");
}

}  // namespace
}  // namespace tidings::writing
