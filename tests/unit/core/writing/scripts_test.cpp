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

TEST(Oddity, is_what_nobody_sees_and_what_turns_the_reading) {
  EXPECT_EQ(oddity_of("pay\u200bpal"), "hides an invisible character");
  EXPECT_EQ(oddity_of("\u202eelpmaxe"), "turns the reading direction");
}

}  // namespace
}  // namespace tidings::writing
