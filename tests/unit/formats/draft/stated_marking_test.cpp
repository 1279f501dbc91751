#include "formats/draft/stated_marking.hpp"

#include <gtest/gtest.h>

namespace tidings::draft {
namespace {

TEST(StatedMarking, a_level_is_stated_in_many_ways) {
  for (const auto* text : {"# tlp: amber", "TLP:AMBER", "**TLP:** AMBER", "Marked [TLP:AMBER]", "(TLP) AMBER",
                           "TLP AMBER", "| TLP | Amber |",
                           "TLP\x1f"
                           "AMBER",
                           "\"tlp\": \"amber\"", "license_tlp = \"AMBER\"", "tlp amber", "TLP-AMBER.",
                           "\xe6\xa9\x9f"
                           "TLP\xef\xbc\x9a"
                           "AMBER\xef\xbc\x8c\xe9\x99\x90"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_AMBER) << text;
    EXPECT_TRUE(stated_in(text).unreadable.empty()) << text;
  }
  EXPECT_EQ(stated_in("Shared as TLP:WHITE.").tlp, v1::TLP_CLEAR);
  EXPECT_EQ(stated_in("# pap=amber").pap, v1::PAP_AMBER);
  EXPECT_EQ(stated_in("This report is TLP Green.").tlp, v1::TLP_GREEN);
}

TEST(StatedMarking, a_level_is_stated_behind_words_that_are_written_out) {
  for (const auto* text :
       {"Traffic Light Protocol: RED", "# traffic light protocol = red", "Traffic Light Protocol (TLP): RED",
        "TLP (Traffic Light Protocol): Red", "**Traffic Light Protocol:** RED", "| Traffic Light Protocol | red |",
        "iep:traffic-light-protocol=\"RED\"", "trafficLightProtocol: red", "Traffic Light Protocol level: red",
        "TRAFFIC LIGHT PROTOCOL RED", "TLP level: red", "# TLP Level = RED", "TLP colour: red", "TLP color: red",
        "TLP Marking: red", "TLP rating: RED", "tlp_level = \"RED\"", "tlpless TLP LEVEL RED",
        "iep2-policy:tlp=\"red\""}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_RED) << text;
    EXPECT_TRUE(stated_in(text).unreadable.empty()) << text;
  }
  EXPECT_EQ(stated_in("Permissible Actions Protocol: RED").pap, v1::PAP_RED);
  EXPECT_EQ(stated_in("PAP level: red").pap, v1::PAP_RED);
  EXPECT_EQ(stated_in("TLP level: AMBER+STRICT").tlp, v1::TLP_AMBER_STRICT);
}

TEST(StatedMarking, signs_of_other_scripts_and_what_nobody_sees_hide_no_level) {
  for (const auto* text :
       {"TLP \u2013 RED", "TLP\u2014RED", "TLP \u2192 RED", "TLP -> RED", "TLP => red", "T\u200bL\u200dP:R\u00adED",
        "\ufeffTLP\u00a0:\u2003RED", "\uff34\uff2c\uff30\uff1a\uff32\uff25\uff24", "TLP: \u201cRED\u201d",
        "\u3010TLP\uff1a\u300cRED\u300d\u3011", "TLP: \U0001f534 RED", "\u2502 TLP \u2502 RED \u2502", "TLP\\:RED",
        "TLP (RED)", "TLP: [RED](https://first.org/tlp)", "\"tlp\": [\"red\"]",
        "| TLP                                      | RED |"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_RED) << text;
    EXPECT_TRUE(stated_in(text).unreadable.empty()) << text;
  }
  EXPECT_EQ(stated_by_tag("tlp\uff1ared").tlp, v1::TLP_RED);
  EXPECT_TRUE(is_marking_tag("t\u200blp:red"));
  EXPECT_TRUE(stated_in("TLP \u2013 red is bad, green is good").tlp != v1::TLP_GREEN);
}

TEST(StatedMarking, a_version_beside_the_name_hides_no_level) {
  for (const auto* text : {"TLP 2.0: RED", "TLP 2.0 RED", "TLP (2.0): RED", "TLP v2.0: RED", "TLPv2:RED", "TLP2: red",
                           "TLP version 2.0: RED", "TLP:2.0: RED", "Traffic Light Protocol (TLP) v2.0: RED",
                           "Traffic Light Protocol 2.0: RED", "TLP 2.0 level: red", "| TLP (2.0) | Red |"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_RED) << text;
  }
  for (const auto* text : {"TLP 2.0", "TLP 2.0 has RED", "TLP:2.01 RED", "TLP 2.0 green light", "TLPv2"}) {
    EXPECT_TRUE(stated_in(text).empty()) << text;
  }
}

TEST(StatedMarking, a_level_is_stated_through_markup) {
  for (const auto* text : {"TLP: <span class=\"red\">RED</span>", "<b>TLP</b>: RED", "<p>TLP:</p><p>RED</p>",
                           "<tr><td>TLP</td><td>RED</td></tr>", "<b>TLP</b><b>RED</b>"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_RED) << text;
  }
  EXPECT_TRUE(stated_in("TLP <3 RED").empty());
}

TEST(StatedMarking, a_tag_among_words_narrows_where_it_stands_alone) {
  for (const auto* text : {"tags: [tlp-red, phishing]", "- tlp-red", "rule a : tlp_red {", "metadata:tlp_red;",
                           "classification tlp-red,", "phishing tlpred", "it is tlp-red."}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_RED) << text;
  }
  EXPECT_EQ(stated_in("tags: [tlp-amber-strict]").tlp, v1::TLP_AMBER_STRICT);
  for (const auto* text :
       {"0.0.0.0 tlp-red.evil-name.tw", "https://evil-name.tw/tlp-red/", "/tmp/tlp-red.pdf", "tlp-red@evil-name.tw",
        "a-tlp-red", "tlp-clear", "TLPRED.TW", "tlpredator", "tlp-red-team"}) {
    EXPECT_TRUE(stated_in(text).empty()) << text;
  }
}

TEST(StatedMarking, each_of_several_tags_is_read_whatever_stands_between_them) {
  for (const auto* tags :
       {"[phishing, tlp.red]", "phishing tlpred", "tlp:red|c2", "#phishing #tlp-red", "'TLP-RED'", "tlp: red"}) {
    EXPECT_EQ(stated_by_tags(tags).tlp, v1::TLP_RED) << tags;
    EXPECT_TRUE(stated_by_tags(tags).unreadable.empty()) << tags;
  }
  EXPECT_EQ(stated_by_tags("tlp-green c2").tlp, v1::TLP_GREEN);
  EXPECT_TRUE(stated_by_tags("tlp-abuse, phishing").empty());
}

TEST(StatedMarking, strict_is_read_however_it_is_joined) {
  for (const auto* text : {"TLP:AMBER+STRICT", "tlp:amber_strict", "TLP:AMBER-STRICT", "TLP: AMBER STRICT",
                           "TLP:AMBER (strict)", "; TLP:AMBER+STRICT, for members"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_AMBER_STRICT) << text;
  }
}

TEST(StatedMarking, what_goes_on_behind_a_level_widens_nothing) {
  EXPECT_EQ(stated_in("TLP:RED-marked, as agreed").tlp, v1::TLP_RED);
  EXPECT_EQ(stated_in("TLP: AMBER-limited").tlp, v1::TLP_AMBER);
  EXPECT_EQ(stated_in("TLP:AMBER+STRCT").tlp, v1::TLP_AMBER);
  EXPECT_EQ(stated_in("TLP:AMBER+STRCT").unreadable, "TLP:AMBER+STRCT");
}

TEST(StatedMarking, of_several_the_narrowest_counts) {
  const auto stated = stated_in("# TLP:GREEN, PAP:CLEAR; part of it tlp:amber and pap: red");
  EXPECT_EQ(stated.tlp, v1::TLP_AMBER);
  EXPECT_EQ(stated.pap, v1::PAP_RED);
  EXPECT_EQ(stated_in("TLP: CLEAR / GREEN / AMBER").tlp, v1::TLP_AMBER) << "a form that nobody filled in";
}

TEST(StatedMarking, words_about_markings_state_none) {
  for (const auto* text : {"# no marking here",
                           "# tlp is explained at first.org/tlp",
                           "# httlp:red",
                           "# PAP: see our page",
                           "# see the map: red is bad",
                           "tlp-red.evil.tw",
                           "the TLP green light",
                           "TLP:2.0",
                           "https://a.tw/?tlp:orange",
                           "tlp",
                           "TLP:",
                           "the Traffic Light Protocol is a set of red, amber and green labels",
                           "Traffic Light Protocol: a guide",
                           "Traffic Light Protocol",
                           "TLP levels: RED and GREEN",
                           "TLP level",
                           "TLP level: see below",
                           "the TLP marking red is bad",
                           "tlp-reddit.tw",
                           "TLP (Red, Amber, Green and Clear)",
                           "the TLP (see first.org)",
                           "papred.tw",
                           "| RED | for your eyes only |"}) {
    EXPECT_TRUE(stated_in(text).empty()) << text << " " << stated_in(text).unreadable;
  }
}

TEST(StatedMarking, a_banner_of_an_unknown_level_is_unreadable) {
  EXPECT_EQ(stated_in("# TLP:EX:CHR, see above").unreadable, "TLP:EX:CHR");
  EXPECT_EQ(stated_in("TLP:ORANGE TLP:GREEN").unreadable, "TLP:ORANGE");
  v1::Audience audience;
  take_stated(audience, stated_in("TLP:ORANGE TLP:GREEN"));
  EXPECT_TRUE(audience.local());
  EXPECT_EQ(audience.tlp(), v1::TLP_GREEN);
}

TEST(StatedMarking, a_tag_is_read_as_a_whole) {
  EXPECT_EQ(stated_by_tag(" TLP:AMBER ").tlp, v1::TLP_AMBER);
  EXPECT_EQ(stated_by_tag("tlp.amber").tlp, v1::TLP_AMBER);
  EXPECT_EQ(stated_by_tag("tlp:amber+strict").tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(stated_by_tag("tlp:amber:for-some").unreadable, "tlp:amber:for-some");
  EXPECT_EQ(stated_by_tag("tlp:").unreadable, "tlp:");
  EXPECT_EQ(stated_by_tag("PAP:ORANGE").pap, v1::PAP_RED);
  EXPECT_TRUE(stated_by_tag("ransomware").empty());
  EXPECT_TRUE(is_marking_tag(" TLP : red"));
  EXPECT_FALSE(is_marking_tag("tlp-abuse"));
  for (const auto* tag : {"tlp-red", "tlp_red", "TLP-RED", "Tlp_Red", "tlp red", "tlpred",
                          "iep:traffic-light-protocol=\"RED\"", "iep2-policy:tlp=\"red\""}) {
    EXPECT_EQ(stated_by_tag(tag).tlp, v1::TLP_RED) << tag;
  }
  EXPECT_EQ(stated_by_tag("misp-galaxy:tlp=\"Amber Strict\"").tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(stated_by_tag("misp-galaxy:TLP=\"TLP:RED\"").tlp, v1::TLP_RED);
  EXPECT_FALSE(stated_by_tag("misp-galaxy:tlp=\"violet\"").unreadable.empty());
  EXPECT_EQ(stated_by_tag("misp-galaxy:pap=\"violet\"").pap, v1::PAP_RED);
  EXPECT_TRUE(stated_by_tag("misp-galaxy:tool=\"violet\"").empty());
  EXPECT_TRUE(is_marking_tag("tlp-red"));
  EXPECT_EQ(stated_by_tag("tlp-amber-strict").tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(stated_by_tag("pap_red").pap, v1::PAP_RED);
  EXPECT_TRUE(stated_by_tag("tlp-red-team").empty());
}

TEST(StatedMarking, words_beside_a_formats_own_marks_widen_nothing) {
  EXPECT_TRUE(narrowing_in("as in the TLP:CLEAR and PAP:CLEAR report").empty());
  EXPECT_EQ(narrowing_in("TLP:CLEAR TLP:GREEN").tlp, v1::TLP_GREEN);
}

TEST(StatedMarking, it_is_read_as_people_see_it) {
  for (const auto* text : {"ＴＬＰ：ＲＥＤ", "TLP：ＲＥＤ", "TLP:\u200bRED", "T\u00adLP:RED", "ＴＬＰ　：　ＲＥＤ",
                           "機密 TLP：RED 報告"}) {
    EXPECT_EQ(stated_in(text).tlp, v1::TLP_RED) << text;
  }
  for (const auto* text : {"TLP：紅色", "TLP:红", "TLP:красный", "TLP:RЕD"}) {
    EXPECT_FALSE(stated_in(text).unreadable.empty()) << text;
  }
  for (const auto* text : {"TLP：《說明》", "TLP:“see below”", "TLP 紅綠燈協定"})
    EXPECT_TRUE(stated_in(text).empty()) << text;
}

TEST(StatedMarking, words_narrow_what_the_publisher_gives_to_what_is_not_marked) {
  const auto narrowed = [](v1::Tlp marked, const char* words, std::optional<v1::Tlp> unmarked) {
    v1::Audience audience;
    audience.set_tlp(marked);
    narrow_by_words(audience, narrowing_in(words), unmarked);
    return audience;
  };
  EXPECT_EQ(narrowed(v1::TLP_UNSPECIFIED, "TLP:GREEN", v1::TLP_AMBER).tlp(), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(narrowed(v1::TLP_UNSPECIFIED, "TLP:GREEN", v1::TLP_CLEAR).tlp(), v1::TLP_GREEN);
  EXPECT_EQ(narrowed(v1::TLP_UNSPECIFIED, "TLP:RED", v1::TLP_AMBER).tlp(), v1::TLP_RED);
  EXPECT_EQ(narrowed(v1::TLP_UNSPECIFIED, "TLP:GREEN", std::nullopt).tlp(), v1::TLP_GREEN);
  EXPECT_EQ(narrowed(v1::TLP_CLEAR, "TLP:GREEN", v1::TLP_AMBER).tlp(), v1::TLP_GREEN) << "it has a mark of its own";
  EXPECT_EQ(narrowed(v1::TLP_RED, "TLP:GREEN", v1::TLP_AMBER).tlp(), v1::TLP_RED);
  EXPECT_EQ(narrowed(v1::TLP_UNSPECIFIED, "PAP:GREEN", v1::TLP_AMBER).pap(), v1::PAP_UNSPECIFIED)
      << "AMBER suggests more";
  EXPECT_EQ(narrowed(v1::TLP_UNSPECIFIED, "PAP:RED", v1::TLP_AMBER).pap(), v1::PAP_RED);
  EXPECT_EQ(narrowed(v1::TLP_UNSPECIFIED, "TLP:RED PAP:GREEN", v1::TLP_CLEAR).pap(), v1::PAP_UNSPECIFIED);
  EXPECT_TRUE(narrowed(v1::TLP_UNSPECIFIED, "TLP:EX:CHR", v1::TLP_AMBER).local());
}

TEST(StatedMarking, it_narrows_and_never_widens) {
  v1::Audience audience;
  audience.set_tlp(v1::TLP_AMBER);
  take_stated(audience, stated_in("TLP:CLEAR"));
  EXPECT_EQ(audience.tlp(), v1::TLP_AMBER);
  take_stated(audience, stated_in("TLP:RED PAP:RED"));
  EXPECT_EQ(audience.tlp(), v1::TLP_RED);
}

}  // namespace
}  // namespace tidings::draft
