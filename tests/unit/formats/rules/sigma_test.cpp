#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/rules/rules.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::rules {
namespace {

using testing::ElementsAre;

constexpr auto rule = R"(title: Odd queries
id: 0b6d2c11-0000-4000-8000-000000000001
description: |
  Queries that
  nobody makes
author: CERT
references:
  - https://cert.tw/odd
tags:
  - attack.t1071.004
  - tlp.amber
logsource: {category: dns}
detection:
  selection: {query: 'x.tw'}
  condition: selection
level: high
)";

base::Status read_into(const std::string& text, test::Drafted& out) {
  test::TextSource source(text);
  return read_sigma(source, {"file.yml"}, out);
}

TEST(Sigma, a_rule_travels_whole_by_its_id_and_its_metadata_is_the_context) {
  test::Drafted out;
  ASSERT_TRUE(read_into(rule, out));
  EXPECT_THAT(out.told(), ElementsAre("sigma:0b6d2c11-0000-4000-8000-000000000001"));
  EXPECT_EQ(out.claims.at(0).value() + "\n", rule) << "as everybody who reads it makes the value of it";
  const auto& header = out.contexts.at(0);
  EXPECT_EQ(header.title(), "Odd queries");
  EXPECT_EQ(header.text(), "Queries that\nnobody makes\n");
  EXPECT_EQ(header.producer(), "CERT");
  EXPECT_THAT(header.tags(), ElementsAre("attack.t1071.004", "tlp.amber", "level.high"));
  EXPECT_EQ(header.audience().tlp(), v1::TLP_AMBER);
}

TEST(Sigma, a_tag_states_a_pap) {
  std::string marked(rule);
  marked.replace(marked.find("tlp.amber"), 9, "PAP.Red");
  test::Drafted out;
  ASSERT_TRUE(read_into(marked, out));
  EXPECT_EQ(out.contexts.at(0).audience().pap(), v1::PAP_RED);
}

TEST(Sigma, each_document_of_a_file_is_a_rule_of_its_own) {
  test::Drafted out;
  ASSERT_TRUE(
      read_into(std::string("---\n") + rule + "---\ntitle: Second\ndetection: {a: {b: c}, condition: a}\n", out));
  EXPECT_THAT(out.told(), ElementsAre("sigma:0b6d2c11-0000-4000-8000-000000000001", "sigma:Second"));
  EXPECT_EQ(out.contexts.size(), 2U);
}

TEST(Sigma, what_follows_a_fault_is_refused_and_what_came_before_stays) {
  test::Drafted out;
  ASSERT_TRUE(read_into(std::string(rule) + "---\ntitle: [\n", out));
  EXPECT_EQ(out.claims.size(), 1U);
  EXPECT_EQ(out.noted(draft::Fate::Refused).size(), 1U);
}

TEST(Sigma, other_yaml_depth_and_bombs_are_refused_or_left_out) {
  std::string deep = "title: x\ndetection: ";
  for (int i = 0; i < 200; ++i) deep += "[";
  for (const std::string& text :
       {std::string("a: b\n"), deep, std::string("a: &x [1]\nb: *x\n"), std::string("\t- :")}) {
    test::Drafted out;
    EXPECT_FALSE(read_into(text, out).has_value()) << text.substr(0, 40);
    EXPECT_TRUE(out.claims.empty());
  }
}

TEST(Sigma, a_comment_in_front_of_a_rule_marks_it_and_one_at_the_head_all) {
  test::Drafted out;
  const std::string second = "title: Second\ndetection: {a: {b: c}, condition: a}\n";
  ASSERT_TRUE(read_into("# TLP:GREEN\n---\n# TLP:RED\n" + second + "---\n" + second, out));
  ASSERT_EQ(out.contexts.size(), 2U);
  EXPECT_EQ(out.contexts[0].audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(out.contexts[1].audience().tlp(), v1::TLP_GREEN);
  test::Drafted kept;
  std::string marked(rule);
  marked.replace(marked.find("tlp.amber"), 9, "tlp.orange");
  ASSERT_TRUE(read_into(marked, kept));
  EXPECT_TRUE(kept.contexts.at(0).audience().local());
}

TEST(Sigma, a_rule_in_any_script_travels_whole) {
  test::Drafted out;
  const std::string first = "title: \u7570\u5e38\u67e5\u8a62\ndetection: {a: {b: c}, condition: a}\n";
  ASSERT_TRUE(read_into(first + "---\ntitle: Second\ndetection: {a: {b: c}, condition: a}\n", out));
  ASSERT_EQ(out.claims.size(), 2U);
  EXPECT_EQ(out.claims[0].value() + "\n", first);
  EXPECT_EQ(out.claims[1].value(), "title: Second\ndetection: {a: {b: c}, condition: a}");
}

TEST(Sigma, tags_and_fields_that_say_how_it_is_shared_state_a_marking) {
  for (const auto* field : {"tags: tlp.red", "tags: [attack.t1071, tlp-red]", "classification: RED", "tlp: red",
                            "description: for TLP \u2013 RED alone"}) {
    test::Drafted out;
    ASSERT_TRUE(read_into("title: Odd\n" + std::string(field) + "\ndetection: {a: {b: c}, condition: a}\n", out));
    EXPECT_EQ(out.contexts.at(0).audience().tlp(), v1::TLP_RED) << field;
  }
  test::Drafted out;
  ASSERT_TRUE(read_into("title: Odd\ndetection: {a: {b: c}, condition: a}\n---\n# TLP:RED\n", out));
  EXPECT_EQ(out.contexts.at(0).audience().tlp(), v1::TLP_RED) << "at the end of the file";
}

}  // namespace
}  // namespace tidings::rules
