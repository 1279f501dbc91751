#include "formats/draft/stated_lines.hpp"

#include <gtest/gtest.h>

#include "formats/draft/stated_pieces.hpp"

namespace tidings::draft {
namespace {

TEST(StatedLines, a_level_may_stand_below_its_name) {
  for (const auto* text :
       {"TLP:\nRED", "# TLP:\r\n# RED\r\n", "Marked as TLP:\n\n**RED**", "## TLP\n\nRed", "<dt>TLP</dt>\nRED",
        "// TLP:\n// RED.", "Traffic Light Protocol\n----\nRED", "*TLP:*\n- RED", "TLP v2.0:\nRED"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_RED) << text;
  }
  EXPECT_EQ(stated_in("TLP:\nAMBER (strict)").tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(stated_in("PAP:\nAMBER").pap, v1::PAP_AMBER);
  for (const auto* text : {"TLP:\nRed roses", "TLP:\nsee below\nRED", "the TLP\nRED", "TLP:\n\n\n\nRED",
                           "TLP\nis a protocol", "What we say of TLP\nRed"}) {
    EXPECT_TRUE(stated_in(text).empty()) << text;
  }
}

TEST(StatedLines, a_column_that_is_headed_by_the_name_states_the_level_of_each_row) {
  for (const auto* text :
       {"| Date | TLP | Author |\n|---|---|---|\n| 2026-11-23 | AMBER | CERT |", "|TLP|\n|---|\n|AMBER|",
        "Date\tTLP\n2026\tamber", "Date\037TLP 2.0\037Author\n2026\037**Amber**\037CERT",
        "| Name | TLP |\n|---|---|\n| a | GREEN |\n| b | AMBER |\n| c | CLEAR |",
        "| TLP | Date |\n|---|---|\n| AMBER | 2026 |"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_AMBER) << text;
  }
  for (const auto* text : {"| Date | TLP |\n| 2026 | see below |", "| Date | TLP |\n| 2026 | - |\n\n\n\n| RED | RED |",
                           "| Colour | Name |\n| RED | TLP |\nRED | RED"}) {
    EXPECT_TRUE(stated_in(text).empty()) << text;
  }
}

TEST(StatedLines, a_table_that_explains_all_levels_states_none) {
  EXPECT_TRUE(stated_in("| TLP | Meaning |\n|---|---|\n| RED | named recipients |\n| AMBER+STRICT | members |\n"
                        "| AMBER | members and clients |\n| GREEN | the community |\n| CLEAR | all |\n\nThe end")
                  .empty());
}

TEST(StatedLines, what_zeek_calls_a_field_is_one_and_an_unknown_level_in_it_is_unreadable) {
  StatedLines lines;
  EXPECT_TRUE(lines.take("#fields\tindicator\tindicator_type\tmeta.tlp").empty());
  EXPECT_TRUE(lines.take("one.evil-name.tw\tIntel::DOMAIN\t-").empty());
  EXPECT_EQ(lines.take("two.evil-name.tw\tIntel::DOMAIN\tRED").tlp, v1::TLP_RED);
  EXPECT_TRUE(lines.take("# a remark").empty());
  EXPECT_EQ(lines.take("three.evil-name.tw\tIntel::DOMAIN\tinternal").unreadable, "internal");
}

TEST(StatedPieces, a_marking_is_found_wherever_pieces_part) {
  StatedPieces pieces;
  for (int i = 0; i < 1000; ++i) pieces.take(std::string(99, 'x') + " ");
  for (const char c : std::string_view("TLP:RED ")) pieces.take({&c, 1});
  for (int i = 0; i < 1000; ++i) pieces.take(std::string(99, 'x') + " ");
  EXPECT_EQ(pieces.finish().tlp, v1::TLP_RED);
  EXPECT_TRUE(pieces.finish().empty()) << "it begins anew";
}

}  // namespace
}  // namespace tidings::draft
