#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/rules/rules.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

base::Status read_into(const std::string& text, test::Drafted& out) {
  test::TextSource source(text, 50);
  return read_suricata(source, {"x.rules"}, out);
}

test::Drafted drafted(const std::string& text) {
  test::Drafted out;
  const auto status = read_into(text, out);
  EXPECT_TRUE(status.has_value()) << status.error().what;
  return out;
}

std::string dns(const std::string& options) {
  return "alert dns $HOME_NET any -> any any (msg:\"M\"; " + options + " sid:7; rev:1;)\n";
}

TEST(Suricata, a_rule_travels_whole_by_its_sid_with_the_names_it_must_end_with) {
  const auto text = dns("dns.query; content:\"evil.tw\"; nocase; endswith; reference:url,cert.tw/x; classtype:trojan;");
  const auto out = drafted(text);
  EXPECT_THAT(out.told(), ElementsAre("suricata:7", "domain evil.tw"));
  EXPECT_EQ(out.claims.at(0).value() + "\n", text);
  EXPECT_EQ(out.claims.at(0).comment(), "suricata:7: M");
  EXPECT_THAT(out.contexts.at(0).references(), ElementsAre("https://cert.tw/x"));
  EXPECT_THAT(out.contexts.at(0).tags(), ElementsAre("classtype:trojan"));
}

TEST(Suricata, markings_in_metadata_are_the_audience_and_the_narrowest_counts) {
  const auto out = drafted(dns("metadata:created_at 2026_01_02, tlp amber, pap RED;") + dns("metadata:tlp green;"));
  EXPECT_EQ(out.contexts.at(0).audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(out.contexts.at(0).audience().pap(), v1::PAP_RED);
  EXPECT_EQ(drafted(dns("metadata:tlp_level red, sharing green;")).contexts.at(0).audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(drafted(dns("metadata: pap orange;")).contexts.at(0).audience().pap(), v1::PAP_RED) << "not known";
}

TEST(Suricata, part_of_a_name_a_negated_one_and_one_of_several_are_not_certain) {
  for (const std::string options :
       {"dns.query; content:\"evil.tw\"; nocase;", "dns.query; content:!\"evil.tw\"; endswith;",
        "dns.query; content:\"a.tw\"; content:\"b.tw\"; endswith;", "content:\"evil.tw\"; endswith;",
        "dns.query; content:\"|04|evil.tw\"; endswith;"}) {
    EXPECT_THAT(drafted(dns(options)).told(), ElementsAre("suricata:7")) << options;
  }
}

TEST(Suricata, buffers_named_after_their_content_are_read) {
  EXPECT_THAT(
      drafted("alert http any any -> any any (content:\"evil.tw\"; http_host; isdataat:!1,relative; sid:8;)\n").told(),
      ElementsAre("suricata:8", "domain evil.tw"));
}

TEST(Suricata, addresses_in_the_header_are_claims_unless_negated_or_ours) {
  EXPECT_THAT(drafted("alert ip $HOME_NET any -> [45.62.198.73, 45.62.200.0/24] 443 (sid:1;)\n").told(),
              ElementsAre("suricata:1", "ipv4 45.62.198.73", "ipv4-cidr 45.62.200.0/24"));
  EXPECT_THAT(drafted("alert ip 10.0.0.1 any -> !45.62.198.73 any (sid:1;)\n").told(), ElementsAre("suricata:1"));
  EXPECT_THAT(drafted("pass ip 45.62.198.73 any -> any any (sid:1;)\n").told(), ElementsAre("suricata:1"));
}

TEST(Suricata, what_is_quoted_or_escaped_ends_no_option_and_lines_go_on) {
  const auto out = drafted("alert tcp any any -> any any (msg:\"a; b \\\" c\\;\"; \\\n  content:\"x;y\"; sid:3;)\n");
  ASSERT_THAT(out.told(), ElementsAre("suricata:3"));
  EXPECT_EQ(out.claims.at(0).comment(), "suricata:3: a; b \" c;");
}

TEST(Suricata, rules_switched_off_are_left_out_and_broken_ones_refused) {
  const auto out = drafted(
      "# remark\n#alert ip any any -> any any (sid:1;)\nalert ip any any -> (sid:2;)\n"
      "alert ip any any -> any any (msg:\"x\";)\nalert ip any any -> any any (sid:4;)\n");
  EXPECT_THAT(out.told(), ElementsAre("suricata:4"));
  EXPECT_EQ(out.noted(draft::Fate::LeftOut).size(), 1U);
  EXPECT_EQ(out.noted(draft::Fate::Refused).size(), 2U);
}

TEST(Suricata, a_file_without_rules_is_refused) {
  test::Drafted out;
  EXPECT_FALSE(read_into("# nothing\n", out).has_value());
}

TEST(Suricata, comments_and_messages_state_markings_too) {
  const std::string rule = dns("");
  EXPECT_EQ(drafted("# TLP:AMBER\n" + rule).contexts.at(0).audience().tlp(), v1::TLP_AMBER);
  std::string named = rule;
  named.replace(named.find("\"M\""), 3, "\"[TLP:AMBER] M\"");
  EXPECT_EQ(drafted(named).contexts.at(0).audience().tlp(), v1::TLP_AMBER);
  EXPECT_TRUE(drafted(dns("metadata: tlp orange;")).contexts.at(0).audience().local());
}

TEST(Suricata, metadata_and_messages_state_markings_however_they_are_written) {
  for (const auto* options : {"metadata:tlp_red;", "metadata:classification tlp-red;", "metadata:classification red;",
                              "metadata:created_at 2026_01_02, sharing RED;", "metadata:tag tlp.red;",
                              "reference:url,cert.tw/x; content:\"TLP v2.0: RED\";"}) {
    EXPECT_EQ(drafted(dns(options)).contexts.at(0).audience().tlp(), v1::TLP_RED) << options;
  }
  std::string named = dns("");
  named.replace(named.find("\"M\""), 3, "\"M TLP\\:RED\"");
  EXPECT_EQ(drafted(named).contexts.at(0).audience().tlp(), v1::TLP_RED);
}

TEST(Suricata, what_one_rule_states_does_not_widen_another) {
  const auto tlp_of = [](const std::string& text) {
    test::TextSource source(text);
    test::Drafted out;
    EXPECT_TRUE(read_suricata(source, {"x.rules", v1::TLP_AMBER}, out));
    return out.contexts.at(0).audience().tlp();
  };
  EXPECT_EQ(tlp_of(dns("metadata:tlp clear;") + dns("")), v1::TLP_AMBER);
  EXPECT_EQ(tlp_of(dns("metadata:tlp clear;")), v1::TLP_CLEAR);
  EXPECT_EQ(tlp_of("# TLP:CLEAR\n" + dns("")), v1::TLP_CLEAR);
  EXPECT_EQ(tlp_of("#" + dns("content:\"TLP:CLEAR\";") + dns("")), v1::TLP_AMBER) << "it is switched off";
}

}  // namespace
}  // namespace tidings::rules
