#include "formats/report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/drafted.hpp"

namespace tidings::report {
namespace {

using draft::Fate;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

test::Drafted drafted(std::string text, std::string name = "r.md", std::size_t piece = 64 * 1024) {
  test::TextSource source(std::move(text), piece);
  test::Drafted out;
  Options options;
  options.name = std::move(name);
  const auto status = read(source, options, out);
  EXPECT_TRUE(status.has_value()) << status.error().what;
  return out;
}

constexpr auto digest = "3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908";

TEST(Report, what_is_defanged_is_meant_wherever_it_stands) {
  EXPECT_THAT(drafted("The loader asked evil[.]tw, then hxxps://bad(.)tw/x.php and at last 45.62.198[.]73.").told(),
              ElementsAre("domain evil.tw", "url https://bad.tw/x.php", "ipv4 45.62.198.73"));
}

TEST(Report, a_bare_name_or_link_in_a_sentence_is_no_indicator_and_is_told) {
  const auto out = drafted("We thank vendor.tw; see https://research.tw/report for more.\n");
  EXPECT_THAT(out.told(), IsEmpty());
  EXPECT_THAT(out.noted(Fate::LeftOut),
              UnorderedElementsAre("vendor.tw: a bare name in a sentence",
                                   "https://research.tw/report: a bare link reads as a reference"));
  EXPECT_THAT(out.contexts.at(0).references(), ElementsAre("https://research.tw/report"));
}

TEST(Report, tables_code_and_lists_under_a_heading_of_indicators_are_meant) {
  const auto out = drafted(
      "# Trouble\n\n## Indicators of compromise\n\n| Domain | Note |\n|---|---|\n| one.tw | uses other.tw sometimes "
      "|\n\n"
      "```\ntwo.tw\n```\n\n- `three.tw`\n- four.tw - the panel\n");
  EXPECT_THAT(out.told(), UnorderedElementsAre("domain one.tw", "domain two.tw", "domain three.tw", "domain four.tw"));
}

TEST(Report, files_packages_products_and_versions_are_no_names_of_hosts) {
  const auto out = drafted(
      "## Analysis\n`setup.sh` loads `kernel32.dll`, `com.android.settings` and `System.IO` of ASP.NET; `main.py` "
      "runs\n"
      "version 4.2.1.17 of it, and Player 3.2.0.1 beside it.\n");
  EXPECT_THAT(out.told(), IsEmpty());
}

TEST(Report, a_digest_is_meant_but_not_as_a_key_a_revision_or_a_serial_number) {
  const std::string hex(digest);
  EXPECT_THAT(drafted("Dropper: " + hex).told(), ElementsAre("sha1 " + hex));
  EXPECT_THAT(drafted("Serial number: " + hex).told(), IsEmpty());
  EXPECT_THAT(drafted("fixed in commit " + hex).told(), IsEmpty());
  EXPECT_THAT(drafted("RC4 key " + hex).told(), IsEmpty());
  EXPECT_THAT(drafted("Thumbprint: " + hex).told(), ElementsAre("x509-sha1 " + hex));
}

TEST(Report, what_the_text_calls_legitimate_is_left_out) {
  const std::string hex(digest);
  const auto out = drafted("## IoCs\n| File | SHA-1 |\n|--|--|\n| viewer.exe (legitimate) | " + hex +
                           " |\n\n### Legitimate services abused\n- help.tw\n");
  EXPECT_THAT(out.told(), IsEmpty());
  EXPECT_THAT(out.noted(Fate::LeftOut), Contains(HasSubstr("says that it is legitimate")));
}

TEST(Report, references_are_no_indicators_even_in_a_list) {
  const auto out = drafted("# Indicators\n\n## References\n- https://blog.tw/post\n- other.tw\n");
  EXPECT_THAT(out.told(), IsEmpty());
}

TEST(Report, the_target_of_a_link_is_a_reference) {
  const auto out = drafted("## Indicators\n- [the panel](https://research.tw/panel) at evil[.]tw\n");
  EXPECT_THAT(out.told(), ElementsAre("domain evil.tw"));
  EXPECT_THAT(out.contexts.at(0).references(), ElementsAre("https://research.tw/panel"));
}

TEST(Report, links_of_asciidoc_are_references_unless_defanged) {
  const auto out = drafted(
      "= X -- Indicators\n\nSee https://research.tw/post[the post].\n\n== URLs\n----\nhttps://www.evil[.]tw/a\n----\n",
      "r.adoc");
  EXPECT_THAT(out.told(), ElementsAre("url https://www.evil.tw/a"));
  EXPECT_THAT(out.contexts.at(0).references(), ElementsAre("https://research.tw/post"));
}

TEST(Report, the_narrowest_marking_in_the_text_is_its_marking) {
  EXPECT_EQ(drafted("TLP:GREEN\n\nbut this part is TLP: AMBER+STRICT.\n").contexts.at(0).audience().tlp(),
            v1::TLP_AMBER_STRICT);
  EXPECT_EQ(drafted("**TLP:CLEAR** PAP:AMBER\n").contexts.at(0).audience().pap(), v1::PAP_AMBER);
  EXPECT_FALSE(drafted("no marking\n").contexts.at(0).has_audience());
}

TEST(Report, the_title_and_the_ids_of_catalogues_become_the_context) {
  const auto out = drafted("# The **Long** Night\n\nThey used CVE-2021-44228, T1059.001 and (T1566).\n\n## Later\n");
  EXPECT_EQ(out.contexts.at(0).title(), "The Long Night");
  EXPECT_THAT(out.contexts.at(0).tags(), UnorderedElementsAre("CVE-2021-44228", "T1059.001", "T1566"));
  EXPECT_THAT(out.told(), IsEmpty());
}

TEST(Report, where_nothing_is_a_heading_the_first_caption_is_the_title) {
  EXPECT_EQ(drafted("2020-09-01 - NEW MAIL PUSHES A LOADER:\n\n- x\n", "r.txt").contexts.at(0).title(),
            "2020-09-01 - NEW MAIL PUSHES A LOADER");
}

TEST(Report, a_name_beside_a_digest_is_its_comment) {
  const std::string hex(digest);
  const auto table = drafted("## Samples\n| SHA-1 | Filename |\n|--|--|\n| " + hex + " | invoice.doc |\n");
  ASSERT_THAT(table.told(), ElementsAre("sha1 " + hex));
  EXPECT_EQ(table.claims.at(0).comment(), "invoice.doc");
  const auto list = drafted("## Samples\n- " + hex + "  invoice.doc\n");
  EXPECT_EQ(list.claims.at(0).comment(), "invoice.doc");
}

TEST(Report, files_and_keys_that_are_listed_as_indicators_are_meant) {
  const auto out = drafted(
      "## Files created\n```\nC:\\ProgramData\\Up Date\\agent.exe\nloader.dll\nsvchost.exe\n```\n"
      "## Registry\n- `HKCU\\Software\\Run\\Agent`\n");
  EXPECT_THAT(out.told(), UnorderedElementsAre("file-path C:\\ProgramData\\Up Date\\agent.exe", "filename loader.dll",
                                               "regkey HKEY_CURRENT_USER\\Software\\Run\\Agent"));
}

TEST(Report, digests_broken_by_narrow_columns_are_joined) {
  const std::string hex(digest);
  EXPECT_THAT(drafted("## SHA-1\n" + hex.substr(0, 24) + "\n" + hex.substr(24) + "\n", "r.txt").told(),
              ElementsAre("sha1 " + hex));
}

TEST(Report, short_ids_one_below_the_other_are_no_broken_digest) {
  const std::vector<std::string> serials = {"A1B2C3D4", "0E5F6071", "8293A4B5", "C6D7E8F9", "1A2B3C4D"};
  const std::vector<std::string> keys = {"BA53D03EA171A2DD", "8C19D9B8A6509B81", "B650A59B5CDC10A4",
                                         "A97C0EF22BA94E2C"};
  for (const auto& ids : {serials, keys}) {
    std::string items, rows, code, words;
    for (const auto& id : ids) {
      items += "- " + id + "\n";
      rows += "| " + id + " |\n";
      code += id + "\n";
      words += id + ", ";
    }
    for (const auto& text :
         {items, "| Key |\n|--|\n" + rows, "```\n" + code + "```\n", "Seen: " + words + "and more.\n"}) {
      EXPECT_THAT(drafted("## Indicators of compromise\n" + text).told(), IsEmpty()) << text;
    }
  }
  EXPECT_THAT(drafted("## Indicators\nA1B2C3D4\n0E5F6071\n8293A4B5\nC6D7E8F9\n1A2B3C4D\n", "r.txt").told(), IsEmpty());
}

TEST(Report, a_digest_in_pieces_of_one_size_is_joined_where_its_lines_are) {
  const std::string key = "ba53d03ea171a2dd8c19d9b8a6509b81b650a59b5cdc10a4a97c0ef22ba94e2c";
  EXPECT_THAT(drafted("## SHA-256\n" + key.substr(0, 32) + "\n" + key.substr(32) + "\n", "r.txt").told(),
              ElementsAre("sha256 " + key));
  EXPECT_THAT(drafted("## SHA-256\n| " + key.substr(0, 32) + " |\n| " + key.substr(32) + " |\n").told(),
              ElementsAre("sha256 " + key));
  EXPECT_THAT(drafted("The sample\n" + key.substr(0, 16) + "\n" + key.substr(16, 16) + "\n" + key.substr(32, 16) +
                      "\n" + key.substr(48) + "\n")
                  .told(),
              ElementsAre("sha256 " + key));
  EXPECT_THAT(drafted("| File | SHA-1 |\n|--|--|\n| x | " + key.substr(0, 16) + " " + key.substr(16, 16) + " " +
                      key.substr(32, 8) + " |\n")
                  .told(),
              ElementsAre("sha1 " + key.substr(0, 40)));
}

TEST(Report, short_addresses_of_ipv6_are_seen_and_times_and_names_of_programs_are_none) {
  EXPECT_THAT(drafted("It called 2a02:2f0a::7 first.\n\n## C2\n- 2a02:2f0a::1\n- `2604:a880::5`\n- 2600::1\n").told(),
              ElementsAre("ipv6 2a02:2f0a::7", "ipv6 2a02:2f0a::1", "ipv6 2604:a880::5", "ipv6 2600::1"));
  const auto none =
      drafted("## C2\n- 12:30:45\n- 2023:11:24\n- `std::vector`\n- a::b\n- `2023::dates`\n- add::bed\n- ::1\n");
  EXPECT_THAT(none.told(), IsEmpty());
  EXPECT_THAT(none.notes, IsEmpty());
}

TEST(Report, a_first_row_that_holds_values_is_read) {
  EXPECT_THAT(drafted("## Indicators\n| 45.62.196.7 (C2) | first |\n| two.tw | second |\n").told(),
              ElementsAre("ipv4 45.62.196.7", "domain two.tw"));
}

TEST(Report, characters_that_nobody_sees_and_foreign_stops_are_undone) {
  EXPECT_THAT(drafted("at ev\xe2\x80\x8bil[.]tw and h**ps://bad\xe3\x80\x82tw/ and good\\[.\\]tw\n").told(),
              UnorderedElementsAre("domain evil.tw", "url https://bad.tw/", "domain good.tw"));
}

TEST(Report, blanks_around_a_mark_belong_to_it) {
  EXPECT_THAT(drafted("asked evil [.] tw again\n").told(), ElementsAre("domain evil.tw"));
}

TEST(Report, addresses_that_are_nobodys_or_everybodys_are_left_out) {
  const auto out = drafted("## C2\n- 192.168.1.1\n- 8.8.8.8\n- www.example.com\n- 45.62.198.73\n");
  EXPECT_THAT(out.told(), ElementsAre("ipv4 45.62.198.73"));
  EXPECT_EQ(out.noted(Fate::LeftOut).size(), 3U);
}

TEST(Report, the_ends_of_a_range_of_addresses_are_left_out_and_told) {
  const auto out =
      drafted("## Indicators\n- 45.9.148.0 - 45.9.148.255\n- 45[.]9[.]150[.]0 \xe2\x80\x93 45[.]9[.]150[.]255\n");
  EXPECT_THAT(out.told(), IsEmpty());
  EXPECT_EQ(out.notes.size(), 4U);
  EXPECT_THAT(drafted("## Indicators\n- 45.9.148.3 - 91.219.236.222\n- 45.9.148.4 - C2\n").told(), SizeIs(3))
      << "two of their own";
}

TEST(Report, ones_own_site_is_left_out_unless_it_is_defanged) {
  test::TextSource source("## Domains\n- www.cert.tw\n- evil.tw\n");
  Options options;
  options.name = "r.md";
  options.own_sites = {"cert.tw"};
  test::Drafted out;
  ASSERT_TRUE(read(source, options, out));
  EXPECT_THAT(out.told(), ElementsAre("domain evil.tw"));
}

TEST(Report, where_the_input_is_cut_into_pieces_changes_nothing) {
  const std::string text = "# T\r\n\r\n## Domains\r\n- `one.tw`\r\n- two[.]tw\r\n\r\n```\r\n45.62.198.73\r\n```\r\n";
  const auto whole = drafted(text).told();
  EXPECT_THAT(whole, ElementsAre("domain one.tw", "domain two.tw", "ipv4 45.62.198.73"));
  for (const std::size_t piece : {1U, 2U, 7U}) EXPECT_EQ(drafted(text, "r.md", piece).told(), whole);
}

TEST(Report, binary_files_are_refused) {
  test::TextSource source(std::string("abc\0def", 7));
  test::Drafted out;
  const auto status = read(source, {}, out);
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, base::ErrorCode::BadInput);
}

TEST(Report, plain_text_under_lines_in_capitals_is_read_by_them) {
  const auto out = drafted(
      "CHAIN OF EVENTS:\n\n- mail from help.tw\n\nDOMAINS HOSTING THE INSTALLER:\n\n- one.tw - 45.62.198.73\n\n"
      "TRAFFIC TO LEGITIMATE DOMAINS:\n\n- port 443 - support.tw\n- two[.]tw\n",
      "r.txt");
  EXPECT_THAT(out.told(), UnorderedElementsAre("domain one.tw", "ipv4 45.62.198.73", "domain two.tw"));
}

TEST(Report, a_marking_that_is_not_known_keeps_it_here_and_is_told) {
  const auto out = drafted("# Kit\n\nTLP:EX:CHR\n\nIt called evil[.]tw.\n");
  EXPECT_TRUE(out.contexts.at(0).audience().local());
  EXPECT_THAT(out.noted(Fate::Local), ElementsAre(HasSubstr("TLP:EX:CHR is no marking")));
}

TEST(Report, a_marking_at_its_head_counts_however_it_is_written) {
  for (const auto* text :
       {"---\ntitle: Kit\ntlp: amber\n---\n\nIt called evil[.]tw.\n",
        "# Kit\n\nTLP&#58;AMBER\n\nIt called evil[.]tw.\n", "# Kit\n\nTLP level: amber\n\nIt called evil[.]tw.\n",
        "# Kit\n\nTraffic Light Protocol: AMBER\n\nIt called evil[.]tw.\n",
        "---\ntags: [apt, tlp-amber]\n---\n\nIt called evil[.]tw.\n",
        "---\ntags: [tlp.amber]\n---\n\nIt called evil[.]tw.\n",
        "---\ntags:\n  - apt\n  - tlp-amber\n---\n\nIt called evil[.]tw.\n",
        "# Kit\n\nTLP:\n\nAMBER\n\nIt called evil[.]tw.\n",
        "# Kit\n\n| Date | TLP | Author |\n|---|---|---|\n| 2026 | AMBER | CERT |\n\nIt called evil[.]tw.\n",
        "<!-- TLP:AMBER -->\n# Kit\n\nIt called evil[.]tw.\n", "| TLP | Amber |\n|--|--|\n\nIt called evil[.]tw.\n",
        "# Kit\n\n**TLP**:\n\nAmber\n\nIt called evil[.]tw.\n",
        "TLP\xef\xbc\x9a"
        "AMBER\n\nIt called evil[.]tw.\n"}) {
    EXPECT_EQ(drafted(text).contexts.at(0).audience().tlp(), v1::TLP_AMBER) << text;
  }
}

const v1::Claim& claim_of(const test::Drafted& out, std::string_view value) {
  return *std::ranges::find(out.claims, value, &v1::Claim::value);
}

TEST(Report, what_stands_among_victims_has_that_role_and_accuses_nobody) {
  for (const auto* heading : {"Victims", "Targets", "\u53d7\u5bb3\u8005", "\u4e3b\u8981\u653b\u64ca\u76ee\u6a19"}) {
    const auto out = drafted("# Storm\n\nIt took evil[.]tw and ministry[.]tw.\n\n## " + std::string(heading) +
                             "\n- ministry[.]tw\n- bank[.]tw\n\n## Indicators\n- panel[.]tw\n");
    EXPECT_EQ(claim_of(out, "ministry.tw").role(), v1::ROLE_VICTIM) << heading << ": also where it is met before";
    EXPECT_EQ(claim_of(out, "bank.tw").role(), v1::ROLE_VICTIM) << heading;
    EXPECT_EQ(claim_of(out, "bank.tw").verdict(), v1::VERDICT_UNKNOWN) << heading;
    EXPECT_EQ(claim_of(out, "evil.tw").role(), v1::ROLE_UNSPECIFIED) << heading;
    EXPECT_EQ(claim_of(out, "panel.tw").role(), v1::ROLE_UNSPECIFIED) << heading;
  }
  EXPECT_EQ(claim_of(drafted("## Indicators found at victims\n- panel[.]tw\n"), "panel.tw").role(),
            v1::ROLE_UNSPECIFIED);
}

TEST(Report, what_is_called_a_false_positive_is_benign_though_it_is_defanged) {
  for (const auto* heading : {"False positives", "Benign", "Legitimate services", "\u8aa4\u5831", "\u8bef\u62a5"}) {
    const auto out =
        drafted("# Storm\n\nIt took evil[.]tw.\n\n## " + std::string(heading) + "\n- update[.]tw\n- plain.tw\n");
    EXPECT_EQ(claim_of(out, "update.tw").verdict(), v1::VERDICT_BENIGN) << heading;
    EXPECT_EQ(claim_of(out, "evil.tw").verdict(), v1::VERDICT_UNSPECIFIED) << heading;
    EXPECT_THAT(out.told(), testing::Not(Contains("domain plain.tw"))) << heading;
  }
}

TEST(Report, an_address_ends_where_the_next_cell_of_its_row_begins) {
  const std::string md5 = "9e107d9d372bb6826bd81d3542a419d6";
  EXPECT_THAT(drafted("```\nhxxp://one[.]tw/a/,2018-07-02 16:31:02," + md5 +
                      "\nhxxp://two[.]tw/b;2018-07-02;x\nhxxp://three[.]tw/c," + md5 +
                      ",x\nhxxp://four[.]tw/d,hxxp://five[.]tw/e\nhxxp://six[.]tw/f,,x\n```\n")
                  .told(),
              UnorderedElementsAre("url http://one.tw/a/", "md5 " + md5, "url http://two.tw/b", "url http://three.tw/c",
                                   "url http://four.tw/d", "url http://five.tw/e", "url http://six.tw/f"));
  EXPECT_THAT(drafted("```\nhxxp://one[.]tw/a,b/c;v=1\nhxxp://two[.]tw/a,2018-07-02.html\nhxxp://three[.]tw/a," + md5 +
                      ".php\n```\n")
                  .told(),
              UnorderedElementsAre("url http://one.tw/a,b/c;v=1", "url http://two.tw/a,2018-07-02.html",
                                   "url http://three.tw/a," + md5 + ".php"));
}

}  // namespace
}  // namespace tidings::report
