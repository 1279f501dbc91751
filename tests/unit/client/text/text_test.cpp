#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"

namespace tidings::text {
namespace {

std::string tsv(std::string_view text) {
  std::string out;
  append_tsv(out, text);
  return out;
}

std::string cell(std::string_view text, FormulaGuard guard = FormulaGuard::Yes) {
  std::string out;
  append_csv_cell(out, text, guard);
  return out;
}

TEST(Escape, control_characters_of_others_do_not_reach_the_terminal) {
  EXPECT_EQ(for_people("a\x1b[31mred\x07"), "a\\u001b[31mred\\u0007");
  EXPECT_EQ(for_people("two\nlines\ttab"), "two\\u000alines\\u0009tab");
  EXPECT_EQ(for_people("\xc2\x9b"
                       "31m"),
            "\\u009b31m");  // CSI of C1, in UTF-8
}

TEST(Escape, bidirectional_and_invisible_characters_are_shown_as_escapes) {
  EXPECT_EQ(for_people("photo\xe2\x80\xaegpj.exe"), "photo\\u202egpj.exe");
  EXPECT_EQ(for_people("\xe2\x81\xa6x\xe2\x81\xa9"), "\\u2066x\\u2069");
  EXPECT_EQ(for_people("\xef\xbb\xbfx\xe2\x80\x8b"), "\\ufeffx\\u200b");
  EXPECT_EQ(for_people("\xf3\xa0\x80\x81"), "\\U000e0001");
}

TEST(Escape, text_of_all_scripts_stays_readable) {
  const std::string text = "數位發展部 · Łódź · مرحبا · 👩‍💻 C:\\Users";
  EXPECT_EQ(for_people(text), text);
}

TEST(Escape, bytes_that_are_no_utf8_are_shown_as_bytes) {
  EXPECT_EQ(for_people("caf\xe9"), "caf\\xe9");
  EXPECT_EQ(for_people("\xc0\xaf"), "\\xc0\\xaf");
  EXPECT_EQ(for_people("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
}

TEST(Escape, long_text_is_cut_to_its_columns) {
  EXPECT_EQ(for_people("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(for_people("abcdefghijk", 10), "abcdefghi…");
  EXPECT_LE(base::columns_of(for_people("請求書請求書請求書", 9)), 9U);
}

TEST(Escape, a_paragraph_keeps_its_lines_and_nothing_else) {
  EXPECT_EQ(paragraph_for_people("one\r\ntwo\x1b[0m", 2), "one\n  two\\u001b[0m");
}

TEST(Escape, a_tsv_column_can_be_read_back) {
  EXPECT_EQ(tsv("plain.example"), "plain.example");
  EXPECT_EQ(tsv("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e");
  EXPECT_EQ(tsv(" x y "), "\\u0020x y\\u0020");
  EXPECT_EQ(tsv("x\xc2\xa0"), "x\\u00a0");
  EXPECT_EQ(tsv("x\xff"), "x\\xff");
}

TEST(Escape, a_spreadsheet_runs_no_formula_of_others) {
  EXPECT_EQ(cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(cell("+1"), "'+1");
  EXPECT_EQ(cell("-1"), "'-1");
  EXPECT_EQ(cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(cell("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  EXPECT_EQ(cell("a=b"), "a=b");
}

TEST(Escape, raw_cells_are_not_guarded) { EXPECT_EQ(cell("=1+1", FormulaGuard::No), "=1+1"); }

TEST(Escape, cells_with_separators_quotes_and_line_ends_are_quoted) {
  EXPECT_EQ(cell("a,b"), "\"a,b\"");
  EXPECT_EQ(cell("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(cell("two\nlines"), "\"two\nlines\"");
}

TEST(Utf8, json_text_is_always_valid) { EXPECT_EQ(base::to_valid_utf8("caf\xe9!"), "caf\xef\xbf\xbd!"); }

TEST(Number, thousands_are_separated) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1204), "1,204");
  EXPECT_EQ(with_commas(1000000), "1,000,000");
}

TEST(Number, one_thing_is_singular) {
  EXPECT_EQ(counted(1, "partner"), "1 partner");
  EXPECT_EQ(counted(0, "partner"), "0 partners");
  EXPECT_EQ(counted(1204, "claim"), "1,204 claims");
}

TEST(Number, sizes_are_short) {
  EXPECT_EQ(byte_size(640), "640 B");
  EXPECT_EQ(byte_size(1536), "1.5 KiB");
  EXPECT_EQ(byte_size(5ULL << 30), "5.0 GiB");
}

TEST(Number, only_plain_digits_within_bounds_are_numbers) {
  EXPECT_EQ(number_up_to("100", 100), 100U);
  EXPECT_FALSE(number_up_to("101", 100));
  EXPECT_FALSE(number_up_to("-1", 100));
  EXPECT_FALSE(number_up_to("5 ", 100));
  EXPECT_FALSE(number_up_to("", 100));
}

TEST(Words, feeds_call_roles_by_many_names) {
  EXPECT_EQ(role_from_feed_word("C2"), v1::ROLE_C2);
  EXPECT_EQ(role_from_feed_word("command and control"), v1::ROLE_C2);
  EXPECT_EQ(role_from_feed_word("malware_download"), v1::ROLE_DELIVERY);
  EXPECT_FALSE(role_from_feed_word("whatever"));
}

TEST(Words, confidence_is_a_number_or_a_word_of_the_stix_scale) {
  EXPECT_EQ(confidence_from_word("75"), 75U);
  EXPECT_EQ(confidence_from_word(" High "), 85U);
  EXPECT_FALSE(confidence_from_word("101"));
}

TEST(Words, markings_are_written_as_tlp_2_writes_them) { EXPECT_EQ(marking(v1::TLP_AMBER_STRICT), "TLP:AMBER+STRICT"); }

}  // namespace
}  // namespace tidings::text
