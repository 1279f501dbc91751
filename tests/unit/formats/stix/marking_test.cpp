#include "formats/stix/reader.hpp"

#include <gmock/gmock.h>

#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "formats/stix/marking.hpp"
#include "tests/unit/formats/stix/objects.hpp"

namespace tidings::stix {
namespace {

using draft::Fate;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// Of the object itself, as it travels.
v1::Tlp tlp_of(const Collected& made, const std::string& id) {
  for (const auto& each : made.made) {
    if (each.claim.has_opaque() && each.claim.value() == id) return made.contexts.at(each.context).audience().tlp();
  }
  ADD_FAILURE() << id << " does not travel";
  return v1::TLP_UNSPECIFIED;
}

TEST(StixMarking, an_unmarked_author_or_marking_reaches_whom_its_objects_reach) {
  const auto author = object("identity", 1, R"("name":"CERT","identity_class":"organization")");
  const auto terms = object("marking-definition", 2,
                            R"("definition_type":"statement","definition":{"statement":"ours"},"created_by_ref":")" +
                                id("identity", 3) + "\"");
  const auto owner = object("identity", 3, R"("name":"Owner")"), stranger = object("identity", 4, R"("name":"None")");
  const auto marks = [&](std::string_view tlp) {
    return R"("object_marking_refs":[")" + std::string(tlp) + R"(",")" + id("marking-definition", 2) +
           R"("],"created_by_ref":")" + id("identity", 1) + "\"";
  };
  Options options;
  options.unmarked = v1::TLP_AMBER;
  const auto made = read_text(
      bundle({author, terms, owner, stranger, indicator(1, "a.tw", marks(red)), indicator(2, "b.tw", marks(green))}),
      options);
  EXPECT_EQ(tlp_of(made, id("identity", 1)), v1::TLP_GREEN);
  EXPECT_EQ(tlp_of(made, id("marking-definition", 2)), v1::TLP_GREEN);
  EXPECT_EQ(tlp_of(made, id("identity", 3)), v1::TLP_GREEN) << "by what it made";
  EXPECT_EQ(tlp_of(made, id("identity", 4)), v1::TLP_UNSPECIFIED) << "the publisher's";
  EXPECT_EQ(made.context_of("b.tw").producer(), "CERT");
}

TEST(StixMarking, what_is_unmarked_borrows_no_more_than_its_widest_object_has) {
  Options options;
  options.unmarked = v1::TLP_AMBER;
  const auto by = R"("created_by_ref":")" + id("identity", 1) + "\"";
  const auto author = object("identity", 1, R"("name":"CERT")");
  auto made =
      read_text(bundle({author, indicator(1, "a.tw", by + "," + marked(red)), indicator(2, "b.tw", by)}), options);
  EXPECT_EQ(tlp_of(made, id("identity", 1)), v1::TLP_UNSPECIFIED) << "that object is the publisher's";
  made = read_text(bundle({author, indicator(1, "a.tw", by + "," + marked(red))}), options);
  EXPECT_EQ(tlp_of(made, id("identity", 1)), v1::TLP_RED);
  const auto own = object("identity", 1, R"("name":"CERT",)" + marked(amber));
  made = read_text(bundle({own, indicator(1, "a.tw", by + "," + marked(green))}), options);
  EXPECT_EQ(tlp_of(made, id("identity", 1)), v1::TLP_AMBER) << "what is marked keeps it";
}

TEST(StixMarking, each_marking_has_a_context_of_its_own) {
  const auto made =
      read_text(bundle({indicator(1, "a.tw", marked(green)), indicator(2, "b.tw", marked(amber)), indicator(3, "c.tw"),
                        indicator(4, "d.tw", marked("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"))}));
  EXPECT_EQ(made.context_of("a.tw").audience().tlp(), v1::TLP_GREEN);
  EXPECT_EQ(made.context_of("b.tw").audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(made.context_of("c.tw").audience().tlp(), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(made.find("d.tw")->context, made.find("b.tw")->context);
}

TEST(StixMarking, the_narrowest_of_all_markings_of_an_object_wins) {
  const auto granular = marked(green) + R"(,"granular_markings":[{"marking_ref":")" + std::string(red) +
                        R"(","selectors":["description"]}])";
  EXPECT_EQ(read_text(bundle({indicator(1, "a.tw", granular)})).context_of("a.tw").audience().tlp(), v1::TLP_RED);
}

TEST(StixMarking, a_marking_that_nobody_knows_keeps_its_object_here) {
  const std::string unknown = "marking-definition--11111111-2222-4333-8444-999999999999";
  const auto text = bundle({indicator(1, "a.tw", marked(unknown))});
  const auto made = read_text(text);
  EXPECT_TRUE(made.context_of("a.tw").audience().local());
  EXPECT_EQ(made.told(Fate::Local), 1U);
  Options options;
  options.markings[unknown].set_tlp(v1::TLP_AMBER);
  EXPECT_EQ(read_text(text, options).context_of("a.tw").audience().tlp(), v1::TLP_AMBER);
  EXPECT_FALSE(read_text(text, options).context_of("a.tw").audience().local());
}

TEST(StixMarking, markings_defined_in_the_file_are_read_wherever_they_stand) {
  const auto made = read_text(
      bundle({indicator(1, "a.tw", marked(id("marking-definition", 1))),
              indicator(2, "b.tw", marked(id("marking-definition", 2))),
              indicator(3, "c.tw", marked(id("marking-definition", 3))),
              object("marking-definition", 1, R"("definition_type":"tlp","definition":{"tlp":"amber"})"),
              object("marking-definition", 2,
                     R"("definition_type":"statement","definition":{"statement":"Copyright Example"})"),
              object("marking-definition", 3, R"("definition_type":"x-acs","definition":{"control":"secret"})")}));
  EXPECT_EQ(made.context_of("a.tw").audience().tlp(), v1::TLP_AMBER);
  EXPECT_THAT(made.context_of("b.tw").tags(), ElementsAre("statement:Copyright Example"));
  EXPECT_FALSE(made.context_of("b.tw").audience().local());
  EXPECT_TRUE(made.context_of("c.tw").audience().local());
}

TEST(StixMarking, a_standard_marking_cannot_be_redefined_wider) {
  const auto made = read_text(
      bundle({R"({"type":"marking-definition","spec_version":"2.1","id":")" + std::string(red) +
                  R"(","created":"2026-01-01T00:00:00Z","definition_type":"tlp","definition":{"tlp":"clear"}})",
              indicator(1, "a.tw", marked(red))}));
  EXPECT_EQ(made.context_of("a.tw").audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(made.originals().size(), 1U) << "nor does what says otherwise travel";
  ASSERT_EQ(made.told(draft::Fate::LeftOut), 1U);
  EXPECT_THAT(made.notes[0].reason, testing::HasSubstr("which says something else"));
}

TEST(StixMarking, a_standards_own_definition_is_not_carried) {
  const auto made = read_text(bundle({*marking_object(red), indicator(1, "evil-name.tw", marked(red))}));
  EXPECT_EQ(made.originals().size(), 1U);
  ASSERT_EQ(made.told(draft::Fate::LeftOut), 1U);
  EXPECT_EQ(made.notes[0].reason, known_definition);
}

TEST(StixMarking, pap_is_read) {
  const auto made =
      read_text(bundle({indicator(1, "a.tw", marked("marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab"))}));
  EXPECT_EQ(made.context_of("a.tw").audience().pap(), v1::PAP_AMBER);
}

TEST(StixMarking, words_of_a_narrower_object_never_stand_in_a_wider_context) {
  const auto made = read_text(
      bundle({object("report", 1, R"("name":"Secret","object_refs":[")" + id("indicator", 1) + "\"]," + marked(red)),
              object("identity", 1, R"("name":"Hidden Agency",)" + marked(red)),
              object("malware", 1, R"("name":"HiddenRat",)" + marked(red)),
              object("malware", 2, R"("name":"OpenRat",)" + marked(green)), indicates(1, 1, id("malware", 1)),
              indicates(2, 1, id("malware", 2), marked(green)),
              indicator(1, "a.tw", marked(green) + R"(,"created_by_ref":")" + id("identity", 1) + "\"")}));
  const auto& context = made.context_of("a.tw");
  EXPECT_EQ(context.title(), "");
  EXPECT_EQ(context.producer(), "");
  EXPECT_THAT(made.find("a.tw")->claim.tags(), ElementsAre("malware:OpenRat", StartsWith("stix:")));
}

TEST(StixMarking, words_that_are_not_marked_count_as_the_publisher_marks_them) {
  const auto text = bundle({object("malware", 1, R"("name":"Rat")"), indicates(1, 1, id("malware", 1)),
                            indicator(1, "a.tw", marked(amber))});
  Options options;
  EXPECT_THAT(read_text(text, options).find("a.tw")->claim.tags(), ElementsAre(StartsWith("stix:")));
  options.unmarked = v1::TLP_GREEN;
  EXPECT_THAT(read_text(text, options).find("a.tw")->claim.tags(), Contains("malware:Rat"));
}

TEST(StixMarking, labels_mark_as_references_to_definitions_do) {
  const auto made = read_text(bundle({indicator(1, "amber-name.tw", R"("labels":["TLP:AMBER","phishing"])"),
                                      indicator(2, "red-name.tw", R"("labels":["tlp:clear","tlp:red"])"),
                                      indicator(3, "both-name.tw", R"("labels":["tlp:clear"],)" + marked(amber)),
                                      indicator(4, "pap-name.tw", R"("labels":"PAP:RED")")}));
  EXPECT_EQ(made.context_of("amber-name.tw").audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(made.context_of("red-name.tw").audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(made.context_of("both-name.tw").audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(made.context_of("pap-name.tw").audience().pap(), v1::PAP_RED);
  EXPECT_THAT(made.find("amber-name.tw")->claim.tags(), Contains("phishing"));
  EXPECT_THAT(made.find("amber-name.tw")->claim.tags(), Not(Contains("TLP:AMBER")));
}

TEST(StixMarking, a_label_of_an_unknown_level_keeps_its_object_here) {
  const auto made = read_text(bundle({indicator(1, "kept-name.tw", R"("labels":["tlp:ex:chr"])"),
                                      indicator(2, "free-name.tw", R"("labels":["tlp-abuse"])")}));
  EXPECT_TRUE(made.context_of("kept-name.tw").audience().local());
  EXPECT_EQ(made.told(Fate::Local), 1U);
  EXPECT_FALSE(made.context_of("free-name.tw").audience().local());
}

TEST(StixMarking, references_to_markings_in_another_shape_keep_their_object_here) {
  for (const auto* refs : {"7", "{}", "[{\"ref\":\"x\"}]", "[\"no id\"]"}) {
    const auto made =
        read_text(bundle({indicator(1, "kept-name.tw", R"("object_marking_refs":)" + std::string(refs))}));
    EXPECT_TRUE(made.context_of("kept-name.tw").audience().local()) << refs;
  }
}

TEST(StixMarking, an_author_with_a_label_borrows_no_wider_marking) {
  const auto made = read_text(
      bundle({object("identity", 9, R"("name":"CERT One","labels":["tlp:red"])"),
              indicator(1, "evil-name.tw", marked(green) + R"(,"created_by_ref":")" + id("identity", 9) + "\"")}));
  EXPECT_EQ(made.context_of("evil-name.tw").producer(), "");
}

TEST(StixMarking, a_statement_or_name_that_states_a_level_marks_as_that) {
  struct Case {
    std::string definition;
    v1::Tlp tlp;
    v1::Pap pap;
    bool local;
  };
  for (const auto& [definition, tlp, pap, local] :
       {Case{R"("definition":{"statement":"TLP:RED - for your eyes only"})", v1::TLP_RED, v1::PAP_UNSPECIFIED, false},
        Case{R"("definition":{"statement":"PAP:RED"})", v1::TLP_UNSPECIFIED, v1::PAP_RED, false},
        Case{R"("name":"TLP:AMBER","definition":{"statement":"Copyright"})", v1::TLP_AMBER, v1::PAP_UNSPECIFIED, false},
        Case{R"("definition":{"statement":"TLP:EX:CHR"})", v1::TLP_UNSPECIFIED, v1::PAP_UNSPECIFIED, true},
        Case{R"("definition":{"statement":"Copyright"})", v1::TLP_UNSPECIFIED, v1::PAP_UNSPECIFIED, false}}) {
    const auto made =
        read_text(bundle({object("marking-definition", 1, R"("definition_type":"statement",)" + definition),
                          indicator(1, "evil-name.tw", marked(id("marking-definition", 1)))}));
    const auto& audience = made.context_of("evil-name.tw").audience();
    EXPECT_EQ(audience.tlp(), tlp) << definition;
    EXPECT_EQ(audience.pap(), pap) << definition;
    EXPECT_EQ(audience.local(), local) << definition;
  }
}

TEST(StixMarking, a_marking_of_the_bundle_itself_marks_all_in_it) {
  auto text = bundle({indicator(1, "plain-name.tw"), indicator(2, "green-name.tw", marked(green)),
                      object("identity", 1, R"("name":"Author")")});
  text.insert(1, marked(amber) + ",");
  const auto made = read_text(text);
  EXPECT_EQ(made.context_of("plain-name.tw").audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(made.context_of("green-name.tw").audience().tlp(), v1::TLP_AMBER);
  EXPECT_EQ(tlp_of(made, id("identity", 1)), v1::TLP_AMBER);
}

TEST(StixMarking, words_of_a_report_or_an_indicator_state_its_marking) {
  const auto made = read_text(
      bundle({indicator(1, "name.tw", R"("name":"TLP:RED")"),
              indicator(2, "text.tw", R"("description":"TLP:RED, do not forward",)" + marked(amber)),
              indicator(3, "prose.tw", R"("description":"the TLP of it is not known")"),
              indicator(4, "kept.tw", R"("description":"TLP:EX:CHR")"),
              object("report", 1, R"("name":"TLP:RED: servers","object_refs":[")" + id("indicator", 3) + "\"]")}));
  EXPECT_EQ(made.context_of("name.tw").audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(made.context_of("text.tw").audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(made.context_of("prose.tw").audience().tlp(), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(made.context_of("prose.tw").title(), "") << "the report is narrower";
  EXPECT_TRUE(made.context_of("kept.tw").audience().local());
  EXPECT_EQ(tlp_of(made, id("report", 1)), v1::TLP_RED);
}

TEST(StixMarking, words_widen_nothing_that_is_not_marked) {
  const auto text = bundle({indicator(1, "worded.tw", R"("description":"TLP:GREEN")"), indicator(2, "plain.tw"),
                            indicator(3, "marked.tw",
                                      R"("description":"TLP:GREEN",)" +
                                          marked("marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"))});
  Options options;
  options.unmarked = v1::TLP_AMBER;
  auto made = read_text(text, options);
  EXPECT_EQ(made.find("worded.tw")->context, made.find("plain.tw")->context) << "the publisher's AMBER stays";
  EXPECT_EQ(made.context_of("worded.tw").audience().tlp(), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(made.context_of("marked.tw").audience().tlp(), v1::TLP_GREEN);
  options.unmarked = v1::TLP_CLEAR;
  made = read_text(text, options);
  EXPECT_EQ(made.context_of("worded.tw").audience().tlp(), v1::TLP_GREEN);
}

TEST(StixMarking, words_of_every_object_state_its_marking_but_names_that_are_values_do_not) {
  const auto made = read_text(
      bundle({object("note", 1, R"("content":"TLP:RED: who did it","object_refs":[])"),
              object("malware", 2, R"("name":"Rat","description":"TLP:AMBER")"),
              object("opinion", 3, R"("opinion":"agree","explanation":"TLP:RED, from a source","object_refs":[])"),
              object("file", 4, R"("name":"TLP:RED.docx")"), object("note", 5, R"("abstract":"TLP:EX:CHR")")}));
  EXPECT_EQ(tlp_of(made, id("note", 1)), v1::TLP_RED);
  EXPECT_EQ(tlp_of(made, id("malware", 2)), v1::TLP_AMBER);
  EXPECT_EQ(tlp_of(made, id("opinion", 3)), v1::TLP_RED);
  EXPECT_EQ(tlp_of(made, id("file", 4)), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(made.told(Fate::Local), 1U);
}

TEST(StixMarking, a_definition_is_read_under_any_id_by_its_extension_or_its_type) {
  struct Case {
    std::string definition;
    v1::Tlp tlp;
    v1::Pap pap;
    bool local;
  };
  const auto extended = [](std::string_view more) {
    return R"("extensions":{"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d":{
                "extension_type":"property-extension",)" +
           std::string(more) + "}}";
  };
  constexpr auto none = v1::PAP_UNSPECIFIED;
  for (const auto& [definition, tlp, pap, local] :
       {Case{extended(R"("tlp_2_0":"red")"), v1::TLP_RED, none, false},
        Case{extended(R"("tlp_2_0":" Amber+Strict ")"), v1::TLP_AMBER_STRICT, none, false},
        Case{R"("definition_type":"tlp",)" + extended(R"("tlp_2_0":"green")"), v1::TLP_GREEN, none, false},
        Case{R"("name":"TLP:RED",)" + extended(R"("tlp_2_0":"green")"), v1::TLP_RED, none, false},
        Case{extended(R"("tlp_2_0":"violet")"), v1::TLP_UNSPECIFIED, none, true},
        Case{R"("definition":"TLP:RED",)" + extended(R"("tlp_2_0":"clear")"), v1::TLP_UNSPECIFIED, none, true},
        Case{R"("definition_type":"x-acs",)" + extended(R"("tlp_2_0":"clear")"), v1::TLP_UNSPECIFIED, none, true},
        Case{R"("definition_type":" TLP ","definition":{"TLP":" TLP:Red "})", v1::TLP_RED, none, false},
        Case{R"("definition_type":"tlp","definition":{"tlp":"white"},"extensions":["x"])", v1::TLP_UNSPECIFIED, none,
             true},
        Case{R"("definition_type":"PAP","definition":{"pap":"PAP:AMBER"})", v1::TLP_UNSPECIFIED, v1::PAP_AMBER, false},
        Case{R"("definition_type":"tlp","definition":{},"extensions":{})", v1::TLP_UNSPECIFIED, none, true}}) {
    const auto made = read_text(bundle({object("marking-definition", 1, definition),
                                        indicator(1, "evil-name.tw", marked(id("marking-definition", 1)))}));
    const auto& audience = made.context_of("evil-name.tw").audience();
    EXPECT_EQ(audience.tlp(), tlp) << definition;
    EXPECT_EQ(audience.pap(), pap) << definition;
    EXPECT_EQ(audience.local(), local) << definition;
  }
}

TEST(StixMarking, marks_of_parts_in_another_shape_keep_their_object_here) {
  for (const auto* parts :
       {R"({"marking_ref":"x","selectors":["name"]})", R"([{"selectors":["name"]}])", R"(["x"])",
        R"([{"marking_ref":["x"],"lang":"en","selectors":["name"]}])", "7", R"([{"marking_refs":["x"]}])",
        R"([{"lang":"en","marking_refs":["x"],"selectors":["name"]}])"}) {
    const auto made = read_text(bundle({indicator(1, "kept-name.tw", R"("granular_markings":)" + std::string(parts))}));
    EXPECT_TRUE(made.context_of("kept-name.tw").audience().local()) << parts;
  }
  const auto made =
      read_text(bundle({indicator(1, "open-name.tw", R"("granular_markings":[{"lang":"en","selectors":["name"]}])"),
                        indicator(2, "kept-name.tw", R"("labels":[{"name":"tlp:red"}])")}));
  EXPECT_FALSE(made.context_of("open-name.tw").audience().local());
  EXPECT_TRUE(made.context_of("kept-name.tw").audience().local());
  for (const auto* labels : {R"([["tlp:red"]])", R"({"a":"tlp:red"})", R"([{"value":"tlp:red"}])"}) {
    EXPECT_TRUE(read_text(bundle({indicator(1, "kept-name.tw", R"("labels":)" + std::string(labels))}))
                    .context_of("kept-name.tw")
                    .audience()
                    .local())
        << labels;
  }
}

TEST(StixMarking, a_rule_in_a_pattern_marks_its_indicator_as_in_a_file) {
  const auto rule = [](int n, std::string_view language, std::string_view text) {
    return object("indicator", n,
                  R"("pattern_type":")" + std::string(language) + R"(","pattern":")" + std::string(text) + "\"");
  };
  Options options;
  options.unmarked = v1::TLP_GREEN;
  const auto made =
      read_text(bundle({rule(1, "yara", R"(rule a { meta: tlp = \"RED\" condition: true })"),
                        rule(2, "yara", R"(// TLP:AMBER\nrule a { condition: true })"),
                        rule(3, "sigma", R"(title: A\ntags:\n  - tlp.red\ndetection:\n  a: b\n)"),
                        rule(4, "snort", R"(alert tcp any any -> any any (msg:\"M\"; metadata:tlp red; sid:7;))"),
                        rule(5, "suricata", R"(alert tcp any any -> any any (msg:\"M TLP:RED\"; sid:7;))"),
                        rule(6, "spl", "index=x `comment(TLP:AMBER)`"), rule(7, "yara", "rule a { condition: true }"),
                        rule(8, "yara", R"(rule a { meta: tlp = \"CLEAR\" condition: true })"),
                        rule(9, "yara", R"(rule a { meta: tlp = \"VIOLET\" condition: true })")}),
                options);
  for (const int red_one : {1, 3, 4, 5}) EXPECT_EQ(tlp_of(made, id("indicator", red_one)), v1::TLP_RED) << red_one;
  for (const int amber_one : {2, 6}) EXPECT_EQ(tlp_of(made, id("indicator", amber_one)), v1::TLP_AMBER) << amber_one;
  for (const int open_one : {7, 8}) EXPECT_EQ(tlp_of(made, id("indicator", open_one)), v1::TLP_UNSPECIFIED) << open_one;
  EXPECT_EQ(made.told(Fate::Local), 1U) << "a level that nobody knows";
}

TEST(StixMarking, a_statement_stands_only_where_its_definition_may) {
  const auto terms = [&](int n, const std::string& more) {
    return object(
        "marking-definition", n,
        R"("definition_type":"statement","definition":{"statement":"terms )" + std::to_string(n) + R"("})" + more);
  };
  const auto by = [&](int n, std::string_view tlp) {
    return R"("object_marking_refs":[")" + std::string(tlp) + R"(",")" + id("marking-definition", n) + "\"]";
  };
  const auto made =
      read_text(bundle({terms(1, "," + marked(red)), terms(2, ""), indicator(1, "secret.tw", by(1, green)),
                        indicator(2, "alike.tw", by(1, red)), indicator(3, "open.tw", by(2, green))}));
  EXPECT_THAT(made.context_of("secret.tw").tags(), IsEmpty());
  EXPECT_EQ(made.context_of("secret.tw").audience().tlp(), v1::TLP_GREEN);
  EXPECT_THAT(made.context_of("alike.tw").tags(), ElementsAre("statement:terms 1"));
  EXPECT_THAT(made.context_of("open.tw").tags(), ElementsAre("statement:terms 2"));
}

}  // namespace
}  // namespace tidings::stix
