#include <gmock/gmock.h>

#include "base/clock.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/list/reading.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::list {
namespace {

using testing::ElementsAre;

/// "value verdict" of each claim, or "refused".
std::vector<std::string> read_table(std::string_view text) {
  draft::TextSource source(text);
  RowOptions options;
  options.layout = Layout::Table;
  std::vector<std::string> out;
  const auto read = each_row(source, options, [&](const Row& row) -> base::Status {
    if (row.line.outcome != Line::Outcome::Value) return {};
    const auto claim = row.claim(LastSeen::Kept);
    out.push_back(claim ? claim->value() + " " + std::to_string(claim->verdict()) : "refused");
    return {};
  });
  EXPECT_TRUE(read);
  return out;
}

TEST(Rows, a_verdict_that_a_column_states_is_kept) {
  EXPECT_THAT(read_table("value,verdict\na.com,benign\nb.com,malicious\nc.com,\n"),
              ElementsAre("a.com " + std::to_string(v1::VERDICT_BENIGN),
                          "b.com " + std::to_string(v1::VERDICT_MALICIOUS), "c.com 0"));
}

TEST(Rows, a_verdict_that_is_not_known_accuses_nobody_and_is_told) {
  test::TextSource source("value,verdict\na.com,False Positive\nb.com,good neighbour\nc.com,unspecified\n");
  test::Drafted out;
  RowOptions options;
  options.layout = Layout::Table;
  ASSERT_TRUE(read(source, options, out));
  ASSERT_EQ(out.claims.size(), 3U);
  EXPECT_EQ(out.claims[0].verdict(), v1::VERDICT_BENIGN);
  EXPECT_EQ(out.claims[1].verdict(), v1::VERDICT_UNKNOWN);
  EXPECT_EQ(out.claims[1].comment(), "verdict: good neighbour");
  EXPECT_EQ(out.claims[2].verdict(), v1::VERDICT_UNSPECIFIED);
  EXPECT_THAT(out.noted(draft::Fate::LeftOut), ElementsAre(testing::HasSubstr("good neighbour: no verdict")));
}

TEST(Rows, a_row_that_is_called_benign_and_accused_at_once_is_refused) {
  EXPECT_THAT(read_table("value,role,verdict\na.com,benign,malicious\nb.com,benign,\nc.com,benign,suspicious\n"),
              ElementsAre("refused", "b.com 0", "refused"));
}

v1::Claim only_claim(std::string_view text) {
  draft::TextSource source(text);
  RowOptions options;
  options.layout = Layout::Table;
  v1::Claim out;
  const auto read = each_row(source, options, [&](const Row& row) -> base::Status {
    auto claim = row.claim(LastSeen::Kept);
    if (!claim) return claim.error();
    out = std::move(*claim);
    return {};
  });
  EXPECT_TRUE(read) << read.error().what;
  return out;
}

v1::Audience audience_of(const std::string& text, Layout layout) {
  test::TextSource source(text);
  test::Drafted out;
  RowOptions options;
  options.layout = layout;
  EXPECT_TRUE(read(source, options, out));
  return out.contexts.at(0).audience();
}

TEST(Rows, the_narrowest_pap_that_rows_or_comments_state_counts_for_all) {
  const auto table = "value,tlp,pap\na.com,green,amber\nb.com,green,red\nc.com,green,\n";
  EXPECT_EQ(audience_of(table, Layout::Table).pap(), v1::PAP_RED);
  EXPECT_EQ(audience_of("# PAP:AMBER\na.com\n", Layout::Lines).pap(), v1::PAP_AMBER);
  EXPECT_EQ(audience_of("# TLP:GREEN, PAP:RED\nvalue,comment\na.com,x\n", Layout::Table).pap(), v1::PAP_RED);
}

TEST(Rows, a_pap_wider_than_what_the_tlp_beside_it_suggests_widens_nothing) {
  const auto audience = audience_of("value,tlp,pap\na.com,amber,\nb.com,green,green\n", Layout::Table);
  EXPECT_EQ(audience.tlp(), v1::TLP_AMBER);
  EXPECT_EQ(audience.pap(), v1::PAP_UNSPECIFIED);
}

TEST(Rows, a_pap_that_is_none_refuses_the_table_as_a_tlp_does) {
  test::TextSource source("value,pap\na.com,green\nb.com,internal\n");
  test::Drafted out;
  RowOptions options;
  options.layout = Layout::Table;
  const auto status = read(source, options, out);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().what, testing::HasSubstr("line 3: 'internal' in the pap column"));
}

TEST(Rows, the_columns_of_our_own_tables_are_read_back) {
  const auto claim = only_claim(
      "value,type,verdict,confidence,origins,tlp,roles,sightings,disputes,valid_until,title,score,pap,tags\n"
      "a.com,domain,unspecified,70,us,green,c2;phishing,0,0,2031-01-02T03:04:05Z,A title,12,green,x;y\n");
  EXPECT_EQ(claim.confidence(), 71U) << "not the score behind it";
  EXPECT_EQ(claim.role(), v1::ROLE_C2);
  EXPECT_EQ(claim.comment(), "roles: c2;phishing");
  EXPECT_EQ(claim.valid_until(), base::instant_from_text("2031-01-02T03:04:05Z")->us);
  EXPECT_THAT(claim.tags(), ElementsAre("x", "y"));
}

TEST(Rows, a_value_holds_from_and_until_what_its_row_says) {
  const auto claim = only_claim("value,first_seen,valid_from,valid_until\na.com,2026-01-01,2026-02-01,2026-03-01\n");
  EXPECT_EQ(claim.valid_from(), base::instant_from_text("2026-02-01")->us);
  EXPECT_EQ(claim.valid_until(), base::instant_from_text("2026-03-01")->us);
  EXPECT_EQ(claim.comment(), "first seen 2026-01-01");
  EXPECT_THAT(read_table("value,valid_until\na.com,2026-13-01\nb.com,\n"), ElementsAre("refused", "b.com 0"));
}

/// Values of a list, and "-" for a line that is refused.
std::vector<std::string> read_lines(std::string_view text) {
  draft::TextSource source(text);
  std::vector<std::string> out;
  EXPECT_TRUE(each_row(source, {}, [&](const Row& row) -> base::Status {
    if (row.line.outcome == Line::Outcome::Value) out.push_back(observable::to_text(row.line.parsed.observable));
    if (row.line.outcome == Line::Outcome::Reject) out.emplace_back("-");
    return {};
  }));
  return out;
}

TEST(Rows, every_name_of_a_hosts_line_is_read) {
  EXPECT_THAT(read_lines("0.0.0.0 a.com b.com\tlocalhost bad_ c.com # why\n127.0.0.1 localhost\n"),
              ElementsAre("a.com", "b.com", "-", "c.com"));
}

TEST(Rows, the_head_of_a_zone_is_left_out_over_all_its_lines) {
  EXPECT_THAT(
      read_lines("$TTL 300\n@ IN SOA localhost. root.localhost. (\n  2026010101 ; serial (of today)\n  300\n"
                 "  60\n  604800\n  60 )\n  IN NS localhost.\nevil.com CNAME .\n32.3.148.9.45.rpz-ip CNAME .\n"),
      ElementsAre("evil.com", "45.9.148.3"));
  std::string never_closed = "@ SOA a. b. (\n";
  for (int i = 0; i < 20; ++i) never_closed += "n" + std::to_string(i) + ".evil.com\n";
  EXPECT_EQ(audience_of("@ SOA a. b. (\n# TLP:RED\n1 )\nevil.com\n", Layout::Lines).tlp(), v1::TLP_RED);
  EXPECT_EQ(read_lines(never_closed).size(), 4U) << "what is never closed swallows no list";
}

TEST(Rows, dnsmasq_lines_that_block_nothing_are_no_indicators) {
  for (const auto* line : {"server=/good.com/1.1.1.1", "local=/good.com/192.0.2.1", "nftset=/good.com/4#ip#t#s",
                           "ipset=/good.com/set", "server=/good.com/#"}) {
    EXPECT_EQ(parse_line(line, {{}, LineFormat::List}).outcome, Line::Outcome::LeftOut) << line;
  }
  EXPECT_THAT(read_lines("address=/evil-name.tw/other-name.tw/45.9.148.3\n"),
              ElementsAre("evil-name.tw", "other-name.tw"))
      << "the answer is no indicator";
  for (const auto* line :
       {"server=/evil.com/", "local=/evil.com/", "address=/evil.com/0.0.0.0", "address=/evil.com/#"}) {
    EXPECT_EQ(parse_line(line, {{}, LineFormat::List}).outcome, Line::Outcome::Value) << line;
  }
}

/// What a text is refused for, or nothing.
std::string refusal_of(const std::string& text, Layout layout) {
  test::TextSource source(text);
  test::Drafted out;
  RowOptions options;
  options.layout = layout;
  const auto status = read(source, options, out);
  return status ? std::string() : status.error().what;
}

TEST(Rows, a_marking_counts_wherever_a_list_states_it) {
  for (const auto* text : {"TLP:AMBER\nevil-name.tw\n", "evil-name.tw # TLP:AMBER\n", "evil-name.tw\n; tlp: amber\n",
                           "# TLP:GREEN\n# Part of it is TLP:AMBER\nevil-name.tw\n"}) {
    EXPECT_EQ(audience_of(text, Layout::Lines).tlp(), v1::TLP_AMBER) << text;
  }
  EXPECT_EQ(audience_of("tlp-red.tw\n0.0.0.0 tlp-red.evil-name.tw\n", Layout::Lines).tlp(), v1::TLP_UNSPECIFIED);
}

TEST(Rows, a_marking_counts_wherever_a_table_states_it) {
  for (const auto* text :
       {"tlp,amber\nvalue,comment\nevil-name.tw,x\n", "TLP:AMBER,,\nvalue,comment\nevil-name.tw,x\n",
        "value,comment\nevil-name.tw,not beyond TLP:AMBER\n", "value,tags\nevil-name.tw,phishing;tlp:amber\n",
        "value,shared as\nevil-name.tw,TLP:AMBER\n", "value,comment (TLP:AMBER)\nevil-name.tw,x\n"}) {
    EXPECT_EQ(audience_of(text, Layout::Table).tlp(), v1::TLP_AMBER) << text;
  }
}

TEST(Rows, a_marking_counts_below_its_name) {
  for (const auto* text :
       {"# TLP:\n# AMBER\nevil-name.tw\n", "! TLP: AMBER\n||evil-name.tw^\n",
        "0.0.0.0 evil-name.tw # TLP \u2013 AMBER\n", "evil-name.tw # tlp-amber\n",
        "#fields\tindicator\tindicator_type\tmeta.tlp\nevil-name.tw\tIntel::DOMAIN\tamber\n",
        "evil-name.tw\tIntel::DOMAIN\tshared as TLP:AMBER\n", "# | TLP | Of |\n# | AMBER | CERT |\nevil-name.tw\n"}) {
    EXPECT_EQ(audience_of(text, Layout::Lines).tlp(), v1::TLP_AMBER) << text;
  }
  EXPECT_EQ(audience_of("# TLP:\n# AMBER\nvalue,comment\nevil-name.tw,x\n", Layout::Table).tlp(), v1::TLP_AMBER);
  EXPECT_THAT(refusal_of("#fields\tindicator\tindicator_type\tmeta.tlp\nevil-name.tw\tIntel::DOMAIN\tinternal\n",
                         Layout::Lines),
              testing::HasSubstr("line 2: 'internal'"));
}

TEST(Rows, tags_of_a_table_state_markings_as_tags_do) {
  for (const auto* tags : {"tlp-red", "tlp.red", "tlp_red", "tlpred", "TLP-Red", "phishing;tlp-red", "phishing tlpred",
                           "\"['c2', 'tlp.red']\"", "#phishing #tlp_red", "tlp red"}) {
    for (const auto* heading : {"tags", "labels"}) {
      const auto text = "value," + std::string(heading) + "\nevil-name.tw," + tags + "\n";
      EXPECT_EQ(audience_of(text, Layout::Table).tlp(), v1::TLP_RED) << text;
    }
  }
  EXPECT_EQ(audience_of("value,tags\nevil-name.tw,tlp-abuse\n", Layout::Table).tlp(), v1::TLP_UNSPECIFIED);
}

TEST(Rows, what_is_too_long_to_be_read_is_looked_through_for_markings) {
  const auto much = std::string(100'000, 'x') + " ";
  EXPECT_EQ(audience_of("# " + much + "TLP:RED " + much + "\nevil-name.tw\n", Layout::Lines).tlp(), v1::TLP_RED);
  EXPECT_EQ(audience_of("evil-name.tw\n# " + much + "TLP:RED", Layout::Lines).tlp(), v1::TLP_RED);
  const auto more = std::string(1'100'000, 'x');
  EXPECT_EQ(audience_of("value,comment\nevil-name.tw,c2\n# " + more + ",TLP:RED,x\n", Layout::Table).tlp(),
            v1::TLP_RED);
  EXPECT_EQ(
      audience_of("value,comment\nevil-name.tw,c2\na.tw" + std::string(300, ',') + "TLP:RED\n", Layout::Table).tlp(),
      v1::TLP_RED);
  EXPECT_EQ(audience_of("value,comment\nevil-name.tw,c2\na.tw,\"never closed\n# TLP:RED\n", Layout::Table).tlp(),
            v1::TLP_RED);
}

TEST(Rows, a_marking_counts_under_whatever_heading_names_it) {
  for (const auto* heading : {"tlp_level", "TLP Level", "tlp_color", "tlp_colour", "tlp2", "TLP (2.0)", "tlp_marking",
                              "TLPLevel", "Traffic Light Protocol", "traffic_light_protocol", "shared under TLP",
                              "classification", "sharing", "sharing_level", "handling", "distribution", "markings"}) {
    for (const auto* cell : {"AMBER", "amber", "TLP:AMBER", "TLP AMBER"}) {
      const auto text = "value,type," + std::string(heading) + "\nevil-name.tw,domain," + cell + "\n";
      EXPECT_EQ(audience_of(text, Layout::Table).tlp(), v1::TLP_AMBER) << text;
    }
  }
  for (const auto* heading : {"PAP level", "pap_level", "PAP2"}) {
    const auto text = "value,type," + std::string(heading) + "\nevil-name.tw,domain,RED\n";
    EXPECT_EQ(audience_of(text, Layout::Table).pap(), v1::PAP_RED) << text;
  }
  EXPECT_EQ(audience_of("value,tlp,TLP 2.0\nevil-name.tw,red,green\n", Layout::Table).tlp(), v1::TLP_RED)
      << "the narrowest of all columns";
  EXPECT_EQ(audience_of("value,paper,handling\nevil-name.tw,RED,block it\n", Layout::Table).tlp(), v1::TLP_UNSPECIFIED);
  EXPECT_THAT(refusal_of("value,tlp_level\nevil-name.tw,internal\n", Layout::Table),
              testing::HasSubstr("line 2: 'internal' in the tlp column"));
}

TEST(Rows, a_table_is_based_on_the_bulletins_that_its_rows_name) {
  const std::string id(64, 'a');
  test::TextSource source("value,type,bulletin\nevil-name.tw,domain," + id + "\nother-name.tw,domain," + id + "\n");
  test::Drafted out;
  RowOptions options;
  options.layout = Layout::Table;
  ASSERT_TRUE(read(source, options, out));
  EXPECT_THAT(out.contexts.at(0).based_on(), ElementsAre(std::string(32, '\xaa')));
  test::TextSource other("value,bulletin\nevil-name.tw,weekly 12\n");
  test::Drafted none;
  ASSERT_TRUE(read(other, options, none));
  EXPECT_TRUE(none.contexts.at(0).based_on().empty());
}

TEST(Rows, a_marking_that_is_not_known_refuses_the_whole) {
  EXPECT_THAT(refusal_of("# TLP:EX:CHR\nevil-name.tw\n", Layout::Lines),
              testing::HasSubstr("line 1: 'TLP:EX:CHR' is no marking"));
  EXPECT_THAT(refusal_of("value,tags\nevil-name.tw,tlp:orange\n", Layout::Table),
              testing::HasSubstr("line 2: 'tlp:orange'"));
  EXPECT_EQ(refusal_of("# tlp is explained at first.org/tlp\nevil-name.tw\n", Layout::Lines), "");
}

TEST(Rows, names_of_a_response_policy_zone_are_those_within_it) {
  for (const auto* head : {"$ORIGIN rpz.ours.\n@ SOA a. b. (1 2 3 4 5)\n", "rpz.ours. 300 IN SOA a. b. 1 2 3 4 5\n",
                           "$ORIGIN rpz.ours.\n"}) {
    EXPECT_THAT(read_lines(std::string(head) + "evil-name.tw.rpz.ours. 300 IN CNAME .\n"), ElementsAre("evil-name.tw"))
        << head;
  }
  EXPECT_THAT(read_lines("$ORIGIN rpz.ours.\nevil-name.tw CNAME .\n*.evil-name.tw IN CNAME .\nrpz.ours. NS ns.ours.\n"
                         "32.3.148.9.45.rpz-ip.RPZ.ours. CNAME .\n"),
              ElementsAre("evil-name.tw", "*.evil-name.tw", "45.9.148.3"));
  EXPECT_THAT(read_lines("$ORIGIN .\nrpz.ours 300 IN SOA a. b. 1 2 3 4 5\n$ORIGIN tw.rpz.ours.\nevil-name CNAME .\n"),
              ElementsAre("evil-name.tw"))
      << "as BIND writes a zone down";
  EXPECT_THAT(read_lines("evil-name.tw. CNAME .\n"), ElementsAre("evil-name.tw"))
      << "nobody says where the zone begins";
}

TEST(Rows, a_rule_that_another_switches_off_is_no_indicator_wherever_that_stands) {
  EXPECT_THAT(read_lines("||evil-name.tw^\n||good-name.tw^$third-party\n||good-name.tw^$third-party,badfilter\n"
                         "||other-name.tw^$badfilter\n||other-name.tw^\n@@||fine-name.tw^\n"),
              ElementsAre("evil-name.tw"));
}

}  // namespace
}  // namespace tidings::list
