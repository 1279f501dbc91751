#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/rules/rules.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto two_rules = R"(import "pe"
// rule commented { condition: true }
rule first : loader apt {
  meta:
    author = "CERT"
    description = "A \"loader\""
    reference = "https://cert.tw/loader"
    hash1 = "3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908"
    tlp = "TLP:GREEN"
  strings:
    $a = "a brace } and // no comment"
    $b = { 64 65 [2-4] } /* } */
    $c = /x\/\}{2}/ nocase
  condition:
    pe.is_dll() and any of them
}
private rule second { meta: author = "CERT" condition: false }
)";

test::Drafted drafted(const std::string& text) {
  test::TextSource source(text);
  test::Drafted out;
  const auto status = read_yara(source, {"set.yar"}, out);
  EXPECT_TRUE(status.has_value()) << status.error().what;
  return out;
}

TEST(Yara, rules_travel_whole_by_their_names_and_samples_are_claims) {
  const auto out = drafted(two_rules);
  EXPECT_THAT(out.told(), ElementsAre("yara:first", "sha1 3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908", "yara:second"));
  EXPECT_THAT(out.claims.at(0).value(), testing::StartsWith("import \"pe\"\nrule first : loader apt {"));
  EXPECT_THAT(out.claims.at(0).value(), testing::EndsWith("any of them\n}"));
  EXPECT_EQ(out.claims.at(2).value(), "private rule second { meta: author = \"CERT\" condition: false }");
  EXPECT_EQ(out.claims.at(0).comment(), "yara:first: A \"loader\"");
}

TEST(Yara, the_narrowest_pap_of_its_rules_counts) {
  const auto out = drafted(
      "rule a { meta: tlp = \"GREEN\" pap = \"PAP:AMBER\" condition: false }\n"
      "rule b { meta: pap = \"clear\" condition: false }");
  EXPECT_EQ(out.contexts.at(0).audience().tlp(), v1::TLP_GREEN);
  EXPECT_EQ(out.contexts.at(0).audience().pap(), v1::PAP_AMBER);
}

TEST(Yara, metadata_is_the_context) {
  const auto header = drafted(two_rules).contexts.at(0);
  EXPECT_EQ(header.title(), "set.yar");
  EXPECT_EQ(header.producer(), "CERT");
  EXPECT_THAT(header.tags(), ElementsAre("loader", "apt"));
  EXPECT_THAT(header.references(), ElementsAre("https://cert.tw/loader"));
  EXPECT_EQ(header.audience().tlp(), v1::TLP_GREEN);
}

TEST(Yara, a_rule_that_does_not_end_is_refused_and_the_rest_goes_on) {
  const auto out =
      drafted("rule whole { condition: true }\nrule broken { strings: $a = \"}\"\nrule other { condition: true }");
  EXPECT_THAT(out.told(), testing::Contains("yara:whole"));
  EXPECT_THAT(out.noted(draft::Fate::Refused), ElementsAre(HasSubstr("a rule that does not end")));
}

TEST(Yara, a_file_without_rules_is_refused) {
  test::TextSource source("import \"pe\"");
  test::Drafted out;
  EXPECT_FALSE(read_yara(source, {}, out).has_value());
}

TEST(Yara, comments_and_every_way_to_name_it_state_a_marking) {
  for (const auto* text :
       {"// TLP:AMBER\nrule a { condition: false }", "rule a { /* tlp: amber */ condition: false }",
        "rule a { meta: sharing = \"TLP:AMBER\" condition: false }",
        "rule a { meta: license_tlp = \"amber\" condition: false }", "rule a : tlp_amber { condition: false }",
        "rule a { meta: classification = \"AMBER\" condition: false }",
        "rule a { meta: description = \"TLP:AMBER, for members\" condition: false }"}) {
    EXPECT_EQ(drafted(text).contexts.at(0).audience().tlp(), v1::TLP_AMBER) << text;
  }
  const auto kept = drafted("rule a { meta: tlp = \"ultraviolet\" condition: false }");
  EXPECT_TRUE(kept.contexts.at(0).audience().local());
  EXPECT_THAT(kept.noted(draft::Fate::Local), ElementsAre(HasSubstr("no marking that is known")));
}

v1::Audience audience_of(const std::string& text, v1::Tlp unmarked) {
  test::TextSource source(text);
  test::Drafted out;
  EXPECT_TRUE(read_yara(source, {"set.yar", unmarked}, out));
  return out.contexts.at(0).audience();
}

TEST(Yara, what_one_rule_states_does_not_widen_another) {
  const std::string clear = "rule a { meta: tlp = \"clear\" pap = \"clear\" condition: false }\n";
  const std::string none = "rule b { condition: false }\n";
  EXPECT_EQ(audience_of(clear + none, v1::TLP_AMBER).tlp(), v1::TLP_AMBER);
  EXPECT_EQ(audience_of(clear + none, v1::TLP_AMBER).pap(), v1::PAP_UNSPECIFIED);
  EXPECT_EQ(audience_of("// TLP:CLEAR\nrule c { condition: false }\n" + none, v1::TLP_AMBER).tlp(), v1::TLP_CLEAR);
  EXPECT_EQ(audience_of(none + "// TLP:CLEAR\n" + clear + "// TLP:GREEN\n", v1::TLP_AMBER).tlp(), v1::TLP_AMBER);
  EXPECT_EQ(audience_of(clear, v1::TLP_AMBER).tlp(), v1::TLP_CLEAR);
  EXPECT_EQ(audience_of(none, v1::TLP_AMBER).tlp(), v1::TLP_UNSPECIFIED);
}

TEST(Yara, tags_and_fields_that_say_how_it_is_shared_state_a_marking) {
  for (const auto* text :
       {"rule a : apt tlp_red { condition: false }", "rule a : tlpred { condition: false }",
        "rule a { meta: classification = \"RED\" condition: false }",
        "rule a { meta: tags = \"c2, tlp.red\" condition: false }",
        "rule a { meta: license_tlp = \"TLP:RED\" condition: false }", "// TLP:\n// RED\nrule a { condition: false }",
        "rule a { condition: false }\n// TLP v2.0: RED"}) {
    EXPECT_EQ(audience_of(text, v1::TLP_GREEN).tlp(), v1::TLP_RED) << text;
  }
  EXPECT_EQ(audience_of("rule a { meta: classification = \"redteam tool\" condition: false }", v1::TLP_GREEN).tlp(),
            v1::TLP_UNSPECIFIED);
}

}  // namespace
}  // namespace tidings::rules
