#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/report/report.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::report {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

test::Drafted drafted(std::string text, std::size_t piece = 64 * 1024) {
  test::TextSource source(std::move(text), piece);
  test::Drafted out;
  Options options;
  options.name = "r.html";
  EXPECT_TRUE(read(source, options, out).has_value());
  return out;
}

constexpr auto page =
    "<!DOCTYPE html><html><head><title>Site | Post</title><style>a{b:c.tw}</style><script>var x='code.tw';</script>"
    "</head><body><nav><ul><li>menu.tw</li></ul></nav><h1>Storm &amp; Rain</h1>"
    "<p>Read <a href=\"https://research.tw/a?b=1&amp;c=2\">our post</a> about bare.tw.</p>"
    "<h2>Indicators</h2><table><tr><th>Domain</th><th>SHA-1</th></tr>"
    "<tr><td>one&#46;tw</td><td><code>3f1c9f0b7e6a5d4c3b2a<wbr>19087f6e5d4c3b2a1908</code></td></tr></table>"
    "<pre>two.tw\nhxxp://three[.]tw/x\n</pre><ul><li><code>four.tw</code></li></ul><footer>foot.tw</footer></body></"
    "html>";

TEST(Html, tables_code_and_lists_are_read_and_the_frame_of_the_page_is_not) {
  const auto out = drafted(page);
  EXPECT_THAT(out.told(), UnorderedElementsAre("domain one.tw", "sha1 3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908",
                                               "domain two.tw", "url http://three.tw/x", "domain four.tw"));
  EXPECT_EQ(out.contexts.at(0).title(), "Storm & Rain");
  EXPECT_THAT(out.contexts.at(0).references(), ElementsAre("https://research.tw/a?b=1&c=2"));
}

TEST(Html, where_it_is_cut_into_pieces_changes_nothing) {
  const auto whole = drafted(page).told();
  for (const std::size_t piece : {1U, 3U, 11U}) EXPECT_EQ(drafted(page, piece).told(), whole);
}

TEST(Html, broken_markup_is_read_as_far_as_it_goes) {
  EXPECT_THAT(drafted("<html><p>a < b and evil[.]tw <b>bold <i>x</p><td>bad[.]tw<a href=\"never closed").told(),
              ElementsAre("domain evil.tw", "domain bad.tw"));
}

TEST(Html, lines_broken_by_hand_are_lines) {
  EXPECT_THAT(drafted("<html><h2>Domains</h2><p>one.tw<br>two.tw<br/>three.tw</p></html>").told(),
              ElementsAre("domain one.tw", "domain two.tw", "domain three.tw"));
}

constexpr auto sha256 = "6623456789abcdef0123456789abcdef0123456789abcdef0123456789abcd14";
constexpr auto other_sha256 = "7723456789abcdef0123456789abcdef0123456789abcdef0123456789abcd14";

std::vector<std::string> told_of_table(const std::string& rows) {
  return drafted("<html><h2>Indicators of compromise</h2><table>" + rows + "</table></html>").told();
}

TEST(Html, no_row_of_a_table_is_lost) {
  const std::string rows =
      "<tr><td>45.62.196.7 (C2)</td><td>first</td></tr>\n<tr><td>evil-row[.]com (since May)</td>"
      "<td>x</td></tr><tr><td>" +
      std::string(sha256) + " (dropper)</td><td>4</td></tr><tr><td>ok-row.com</td><td>5</td></tr>" +
      "<tr><td>HKCU\\Software\\TeaCup</td><td>6</td></tr><tr><td>2a02:2f0a:1:2::1</td><td>7</td></tr>";
  const std::vector<std::string> all = {"ipv4 45.62.196.7",
                                        "domain evil-row.com",
                                        "sha256 " + std::string(sha256),
                                        "domain ok-row.com",
                                        "regkey HKEY_CURRENT_USER\\Software\\TeaCup",
                                        "ipv6 2a02:2f0a:1:2::1"};
  EXPECT_EQ(told_of_table(rows), all) << "also the first, where nothing heads the columns";
  EXPECT_EQ(told_of_table("<thead><tr><th>IOC</th><th>Note</th></tr></thead>\n<tbody>\n" + rows + "</tbody>"), all);
}

TEST(Html, each_line_of_a_cell_is_read) {
  const std::string digests = std::string(sha256) + "<br>" + other_sha256;
  EXPECT_THAT(told_of_table("<tr><td>45.62.196.5<br>45.62.196.6</td><td>C2</td></tr>"),
              ElementsAre("ipv4 45.62.196.5", "ipv4 45.62.196.6"));
  EXPECT_THAT(told_of_table("<tr><td>" + digests + "</td><td>dropper</td></tr>"),
              ElementsAre("sha256 " + std::string(sha256), "sha256 " + std::string(other_sha256)));
  EXPECT_THAT(
      told_of_table("<tr><td>HKCU\\Software\\Tea Cup<br/>HKCU\\Software\\Tea Pot</td><td>keys</td></tr>"),
      ElementsAre("regkey HKEY_CURRENT_USER\\Software\\Tea Cup", "regkey HKEY_CURRENT_USER\\Software\\Tea Pot"));
  EXPECT_THAT(told_of_table("<tr><td><p>one.tw</p><p>two.tw</p></td><td><ul><li>three.tw</li><li>four.tw</li></ul>"
                            "(since May)</td><td><pre>five.tw\nsix.tw</pre></td><td>seven.tw</td></tr>"),
              ElementsAre("domain one.tw", "domain two.tw", "domain three.tw", "domain four.tw", "domain five.tw",
                          "domain six.tw", "domain seven.tw"));
  EXPECT_THAT(told_of_table("<tr><td>6623456789abcdef<br>0123456789abcdef<br>0123456e</td></tr>"),
              ElementsAre("sha1 6623456789abcdef0123456789abcdef0123456e"))
      << "a narrow column breaks a digest";
}

TEST(Html, cells_around_a_heading_and_rows_without_end_are_read) {
  EXPECT_THAT(told_of_table("<tr><td>one.tw</td><td>two.tw</td><td><h3>Servers</h3>three.tw</td><td>four.tw</td></tr>"),
              ElementsAre("domain one.tw", "domain two.tw", "domain three.tw", "domain four.tw"));
  std::string cells;
  for (int i = 0; i < 100'000; ++i) cells += "<td></td>";
  EXPECT_THAT(told_of_table("<tr>" + cells + "<td>one.tw</td></tr>"), ElementsAre("domain one.tw"));
}

TEST(Html, what_is_set_as_it_is_in_a_cell_ends_with_it) {
  const auto out = drafted(
      "<html><table><tr><td><pre>45.62.196.5</td></tr></table><p>words of\na sentence <code>bare-name.net</code> "
      "end</p>"
      "<p>Handled under Traffic Light\nProtocol: AMBER here</p></html>");
  EXPECT_EQ(out.contexts.at(0).audience().tlp(), v1::TLP_AMBER);
}

TEST(Html, what_heads_a_column_counts_for_all_rows_below) {
  const auto out =
      drafted("<html><h2>Samples</h2><table><tr><th>Filename</th><th>SHA-256</th></tr><tr><td>tea.doc</td><td>" +
              std::string(sha256) + "</td></tr>\n<tr><td>cup.doc</td><td>" + other_sha256 +
              "</td></tr><tr><td>pot.doc</td><td></td></tr></table></html>");
  ASSERT_THAT(out.told(),
              ElementsAre("sha256 " + std::string(sha256), "sha256 " + std::string(other_sha256), "filename pot.doc"));
  EXPECT_EQ(out.claims.at(0).comment(), "tea.doc");
  EXPECT_EQ(out.claims.at(1).comment(), "cup.doc");
  EXPECT_THAT(drafted("<html><h2>Mutexes</h2><table><tr><td>Mutex</td><td>Family</td><td>SHA-256</td></tr>"
                      "<tr><td>Global\\Tea</td><td>Storm</td><td></td></tr></table></html>")
                  .told(),
              ElementsAre("mutex Global\\Tea"));
}

v1::Tlp tlp_of(const std::string& html) {
  return drafted("<html><head><title>Storm</title></head><body><p>It called evil[.]tw.</p>" + html + "</body></html>")
      .contexts.at(0)
      .audience()
      .tlp();
}

TEST(Html, a_marking_counts_in_every_part_of_a_page) {
  for (const auto* html : {"<footer><p>Report 7</p><b>TLP:</b><b>AMBER</b></footer>",
                           "<header>TLP:AMBER</header>",
                           "<nav>TLP:AMBER</nav>",
                           "<div class='banner'>TLP:AMBER</div>",
                           "<!-- TLP:AMBER -->",
                           "<img src='a.png' alt='TLP:AMBER'>",
                           "<p title='TLP:AMBER'>x</p>",
                           "<div aria-label=\"TLP: AMBER\"></div>",
                           "<input value='TLP:AMBER'>",
                           "<p data-tlp='amber'>x</p>",
                           "<svg><text>TLP:AMBER</text></svg>",
                           "<template>TLP:AMBER</template>",
                           "<dl><dt>TLP</dt><dd>AMBER</dd></dl>",
                           "<p>TLP:</p><p>amber</p>",
                           "<a href='#' title='TLP:AMBER'>x</a>",
                           "<meta name='tlp' content='amber'>",
                           "<table><tr><td>TLP</td><td>Amber</td></tr></table>",
                           "<table><tr><td>Date</td><td>Traffic Light<br>Protocol: AMBER</td></tr></table>",
                           "<title>Storm TLP:AMBER</title>",
                           "<p>TLP&#58;&nbsp;AMBER</p>"}) {
    EXPECT_EQ(tlp_of(html), v1::TLP_AMBER) << html;
  }
  for (const auto* html :
       {"<p>TLP:</p><p>AMBER</p>", "<p>TLP: <span class='tlp amber'>AMBER</span></p>", "<p>TLP &rarr; AMBER</p>",
        "<table><tr><th>TLP</th></tr><tr><td>AMBER</td></tr></table>", "<dl><dt>TLP</dt><dd>AMBER</dd></dl>",
        "<table>\n<thead>\n<tr><th>Date</th><th>TLP</th></tr>\n</thead>\n<tbody>\n<tr><td>2026</td><td>Amber</td></"
        "tr>\n"
        "</tbody>\n</table>",
        "<h2>TLP</h2>\n<div>\n<div>\n<p>AMBER</p></div></div>", "<p>T&shy;LP&ndash;A&#8203;MBER</p>"}) {
    EXPECT_EQ(tlp_of(html), v1::TLP_AMBER) << html;
  }
  EXPECT_EQ(tlp_of("<footer>TLP is explained at first.org</footer><script>var tlp = 'red';</script>"),
            v1::TLP_UNSPECIFIED);
  EXPECT_EQ(tlp_of("<p class='tlp-green' title='the TLP'>x</p>"), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(tlp_of("<footer>" + std::string(20'000, 'x') + " TLP:RED</footer>"), v1::TLP_RED);
}

}  // namespace
}  // namespace tidings::report
