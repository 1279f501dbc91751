#include "formats/stix/pattern.hpp"

#include <gmock/gmock.h>

#include "formats/stix/pattern_atoms.hpp"

namespace tidings::stix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// "type value" of each atom, with "part:" before those that the pattern asks more than.
std::vector<std::string> atoms(std::string_view text) {
  const auto pattern = parse_pattern(text);
  EXPECT_TRUE(pattern) << text << ": " << pattern.error().what;
  std::vector<std::string> out;
  if (!pattern) return out;
  for (const auto& atom : atoms_of(*pattern).atoms) {
    out.push_back((atom.standing == Atom::Standing::Part ? "part:" : "") +
                  std::string(observable::name(atom.observable.type)) + " " + to_text(atom.observable));
  }
  return out;
}

bool is_exact(std::string_view text) {
  const auto pattern = parse_pattern(text);
  return pattern && atoms_of(*pattern).exact;
}

std::string fault(std::string_view text) {
  const auto pattern = parse_pattern(text);
  return pattern ? "none" : pattern.error().what;
}

TEST(Pattern, the_whole_grammar_is_read) {
  const auto pattern = parse_pattern(
      "([a:b NOT IN (1, -2, +3.5, .5, 'x', true, h'ff', b'AQI=', t'2020-01-02T03:04:05.6Z')] /* why */ AND "
      "[x-y:'z-w'[*].p[0][-1].'q' LIKE 'a%' OR EXISTS a:b AND NOT EXISTS c:d] REPEATS 2 TIMES WITHIN 1.5 SECONDS) "
      "FOLLOWEDBY [a:b >= 5 AND (a:c != 'd' OR a:c ISSUBSET '10.0.0.0/8')] START t'2020-01-01T00:00:00Z' "
      "STOP t'2020-01-02T00:00:00Z' // the end");
  ASSERT_TRUE(pattern) << pattern.error().what;
  ASSERT_EQ(pattern->comparisons.size(), 7U);
  EXPECT_EQ(pattern->comparisons[0].values.size(), 9U);
  EXPECT_EQ(pattern->comparisons[0].values[6].text, "\xff");
  EXPECT_EQ(pattern->comparisons[0].values[7].text, std::string("\x01\x02"));
  EXPECT_EQ(pattern->comparisons[1].path.text(), "x-y:'z-w'[*].p[0][-1].q");
  EXPECT_EQ(pattern->nodes[pattern->root].kind, Node::Kind::FollowedBy);
}

TEST(Pattern, escapes_in_texts_are_undone) {
  EXPECT_THAT(atoms(R"([file:name = 'a\'b\\c'])"), ElementsAre(R"(file-path a'b\c)"));
}

TEST(Pattern, a_fault_is_told_with_its_column) {
  EXPECT_THAT(fault("file:size = 1"), HasSubstr("column 1:"));
  EXPECT_THAT(fault("[file:size = ]"), HasSubstr("column 14:"));
  EXPECT_THAT(fault("[file:name = 'C:\\Windows']"), HasSubstr("escapes"));
  EXPECT_THAT(fault("[a:b = 'c"), HasSubstr("does not end"));
  EXPECT_THAT(fault("[a:b = 'c'] WITHIN 5 HOURS"), HasSubstr("SECONDS"));
  EXPECT_THAT(fault("[a:b LIKE 5]"), HasSubstr("column 11"));
  EXPECT_THAT(fault("[a:b-c = 5]"), HasSubstr("quotes"));
}

TEST(Pattern, brackets_without_end_are_refused_not_followed) {
  EXPECT_THAT(fault(std::string(100'000, '(')), HasSubstr("within each other"));
  EXPECT_THAT(fault("[" + std::string(100'000, '(')), HasSubstr("within each other"));
  EXPECT_EQ(parse_pattern(std::string(max_pattern_text_bytes + 1, ' ')).error().code, base::ErrorCode::TooLarge);
}

TEST(Pattern, a_single_comparison_is_exactly_its_indicator) {
  EXPECT_THAT(atoms("[ipv4-addr:value = '203.0.113.7']"), ElementsAre("ipv4 203.0.113.7"));
  EXPECT_THAT(atoms("[ipv4-addr:value = '203.0.113.0/24']"), ElementsAre("ipv4-cidr 203.0.113.0/24"));
  EXPECT_THAT(atoms("[ipv4-addr:value ISSUBSET '203.0.113.0/24']"), ElementsAre("ipv4-cidr 203.0.113.0/24"));
  EXPECT_THAT(atoms("[autonomous-system:number = 64500]"), ElementsAre("asn AS64500"));
  EXPECT_THAT(atoms("[file:hashes.md5 = 'd8e8fca2dc0f896fd7cb4cb0031ba249']"),
              ElementsAre("md5 d8e8fca2dc0f896fd7cb4cb0031ba249"));
  EXPECT_THAT(atoms("[file:hashes[*] = 'd8e8fca2dc0f896fd7cb4cb0031ba249']"),
              ElementsAre("md5 d8e8fca2dc0f896fd7cb4cb0031ba249"));
  EXPECT_THAT(atoms("[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'EvilBot/1']"),
              ElementsAre("user-agent EvilBot/1"));
  EXPECT_THAT(atoms("[x509-certificate:hashes.'SHA-1' = 'a9993e364706816aba3e25717850c26c9cd0d89d']"),
              ElementsAre("x509-sha1 a9993e364706816aba3e25717850c26c9cd0d89d"));
  EXPECT_TRUE(is_exact("[url:value = 'http://evil.tw/a']"));
  EXPECT_TRUE(is_exact("[network-traffic:dst_ref.type = 'domain-name' AND network-traffic:dst_ref.value = 'evil.tw']"));
}

TEST(Pattern, alternatives_are_indicators_each) {
  EXPECT_THAT(atoms("[domain-name:value IN ('a.evil.tw', 'b.evil.tw')]"),
              ElementsAre("domain a.evil.tw", "domain b.evil.tw"));
  EXPECT_THAT(
      atoms("[domain-name:value = 'a.evil.tw' OR ipv4-addr:value = '203.0.113.7'] OR [url:value = 'http://evil.tw/']"),
      ElementsAre("domain a.evil.tw", "ipv4 203.0.113.7", "url http://evil.tw/"));
  EXPECT_FALSE(is_exact("[domain-name:value IN ('a.evil.tw', 'b.evil.tw')]"));
}

TEST(Pattern, a_negated_comparison_is_no_indicator) {
  EXPECT_THAT(atoms("[domain-name:value != 'good.tw' AND domain-name:value NOT IN ('fine.tw')]"), IsEmpty());
  EXPECT_THAT(atoms("[domain-name:value NOT = 'good.tw']"), IsEmpty());
  EXPECT_THAT(atoms("[file:size > 5]"), IsEmpty());
}

TEST(Pattern, an_address_joined_with_a_port_is_one_indicator) {
  constexpr auto text =
      "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '203.0.113.7' AND "
      "network-traffic:dst_port = 443 AND network-traffic:protocols[*] = 'tcp']";
  EXPECT_THAT(atoms(text), ElementsAre("ip-port 203.0.113.7:443"));
  EXPECT_TRUE(is_exact(text));
  EXPECT_THAT(atoms("[network-traffic:dst_ref.value = '2001:db8::7' AND network-traffic:dst_port = 53]"),
              ElementsAre("ip-port [2001:db8::7]:53"));
  EXPECT_THAT(atoms("[network-traffic:dst_ref.value = 'evil.tw' AND network-traffic:dst_port = 53]"),
              ElementsAre("part:domain evil.tw"));
}

TEST(Pattern, digests_name_their_file_whatever_else_is_said_of_it) {
  EXPECT_THAT(atoms("[(file:hashes.MD5 = 'd8e8fca2dc0f896fd7cb4cb0031ba249' OR file:hashes.'SHA-1' = "
                    "'4e1243bd22c66e76c2ba9eddc1f91394e57f9f83') AND file:name = 'test.txt' AND file:size = 5]"),
              ElementsAre("md5 d8e8fca2dc0f896fd7cb4cb0031ba249", "sha1 4e1243bd22c66e76c2ba9eddc1f91394e57f9f83"));
  EXPECT_FALSE(is_exact("[file:hashes.MD5 = 'd8e8fca2dc0f896fd7cb4cb0031ba249' AND file:name = 'test.txt']"));
}

TEST(Pattern, parts_of_a_conjunction_are_marked_and_common_ones_left_out) {
  EXPECT_THAT(atoms("[domain-name:value = 'evil.tw' AND domain-name:resolves_to_refs[*].value = '203.0.113.7']"),
              ElementsAre("part:domain evil.tw", "part:ipv4 203.0.113.7"));
  EXPECT_THAT(atoms("[file:name = 'a.exe'] FOLLOWEDBY [url:value = 'http://evil.tw/']"),
              ElementsAre("part:url http://evil.tw/"));
  EXPECT_THAT(
      atoms("[network-traffic:src_ref.value = '203.0.113.9' AND network-traffic:dst_ref.value = '203.0.113.7']"),
      ElementsAre("part:ipv4 203.0.113.7"));
  EXPECT_THAT(atoms("[ipv4-addr:value = '203.0.113.7'] REPEATS 5 TIMES"), ElementsAre("part:ipv4 203.0.113.7"));
  EXPECT_THAT(atoms("[ipv4-addr:value = '203.0.113.7'] WITHIN 5 SECONDS"), ElementsAre("ipv4 203.0.113.7"));
}

TEST(Pattern, a_wildcard_of_names_is_read_and_other_wildcards_are_not) {
  EXPECT_THAT(atoms("[domain-name:value LIKE '%.evil.tw']"), ElementsAre("domain-wildcard *.evil.tw"));
  EXPECT_THAT(atoms("[domain-name:value LIKE 'evil.tw']"), ElementsAre("domain evil.tw"));
  EXPECT_THAT(atoms("[url:value LIKE 'http://evil.tw/%']"), IsEmpty());
}

TEST(Pattern, a_value_that_does_not_fit_its_property_is_refused_with_a_reason) {
  const auto pattern = parse_pattern("[file:hashes.'SHA-256' = 'f00' OR domain-name:value = 'evil.tw']");
  ASSERT_TRUE(pattern);
  const auto found = atoms_of(*pattern);
  ASSERT_EQ(found.refused.size(), 1U);
  EXPECT_EQ(found.refused[0].value, "f00");
  EXPECT_EQ(found.atoms.size(), 1U);
}

}  // namespace
}  // namespace tidings::stix
