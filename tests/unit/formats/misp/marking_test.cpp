#include "formats/misp/marking.hpp"

#include <gmock/gmock.h>

#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

using draft::Fate;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string attribute(std::string_view value, std::string_view more = "") {
  return R"({"type":"domain","category":"Network activity","to_ids":true,"value":")" + std::string(value) + "\"" +
         std::string(more) + "}";
}

std::string event(std::string_view attributes, std::string_view more = R"(,"distribution":"3")") {
  return R"({"Event":{"info":"Raccoon servers","uuid":"0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111","Attribute":[)" +
         std::string(attributes) + "]" + std::string(more) + "}}";
}

const v1::Audience& audience_of(const Drafted& made, std::string_view domain) {
  for (const auto& [context, claim] : made.claims) {
    if (!is_original(claim) && claim.value() == domain) return made.contexts.at(context).audience();
  }
  ADD_FAILURE() << domain << " is no claim";
  return v1::Audience::default_instance();
}

/// In how many originals that may leave the node the word stands.
std::size_t holds(const Drafted& made, std::string_view word) {
  std::size_t count = 0;
  for (const auto& [context, claim] : made.claims) {
    const bool leaves = !made.contexts.at(context).audience().local();
    count += leaves && claim.opaque().content().find(word) != std::string::npos;
  }
  return count;
}

std::string galaxy(std::string_view type, std::string_view cluster) {
  return R"(,"distribution":"3","Galaxy":[{"type":")" + std::string(type) + R"(","GalaxyCluster":[{)" +
         std::string(cluster) + "}]}]";
}

TEST(MispMarking, a_cluster_of_a_galaxy_states_a_tlp_as_a_tag_does) {
  struct Case {
    std::string more;
    v1::Tlp tlp;
    bool local;
  };
  for (const auto& [more, tlp, local] :
       {Case{galaxy("tlp", R"("type":"tlp","value":"red","tag_name":"misp-galaxy:tlp=\"red\"")"), v1::TLP_RED, false},
        Case{galaxy("TLP", R"("value":"TLP:AMBER+STRICT")"), v1::TLP_AMBER_STRICT, false},
        Case{galaxy("kit", R"("type":"tlp","value":" Amber ")"), v1::TLP_AMBER, false},
        Case{galaxy("kit", R"("value":"x","tag_name":"misp-galaxy:tlp=\"red\"")"), v1::TLP_RED, false},
        Case{galaxy("tlp", R"("value":"red","distribution":"0")"), v1::TLP_RED, false},
        Case{galaxy("tlp", R"("value":"violet","tag_name":"misp-galaxy:tlp=\"violet\"")"), v1::TLP_GREEN, true},
        Case{galaxy("tlp", R"("description":"no level")"), v1::TLP_GREEN, true},
        Case{R"(,"distribution":"3","Tag":[{"name":"misp-galaxy:tlp=\"violet\""}])", v1::TLP_GREEN, true},
        Case{R"(,"distribution":"3","Galaxy":{"7":{"type":"tlp","GalaxyCluster":{"value":"red"}}})", v1::TLP_RED,
             false},
        Case{galaxy("tool", R"("value":"red","tag_name":"misp-galaxy:tool=\"red\"")"), v1::TLP_GREEN, false}}) {
    const auto whole = draft_of(event(attribute("evil-name.tw"), more));
    EXPECT_EQ(audience_of(whole, "evil-name.tw").tlp(), tlp) << more;
    EXPECT_EQ(audience_of(whole, "evil-name.tw").local(), local) << more;
    const auto part = draft_of(event(attribute("open-name.tw") + "," + attribute("evil-name.tw", more)));
    EXPECT_EQ(audience_of(part, "evil-name.tw").tlp(), tlp) << more;
    EXPECT_EQ(audience_of(part, "evil-name.tw").local(), local) << more;
    EXPECT_EQ(audience_of(part, "open-name.tw").tlp(), v1::TLP_GREEN) << more;
  }
  EXPECT_EQ(
      audience_of(draft_of(event(attribute("evil-name.tw"), galaxy("pap", R"("value":"red")"))), "evil-name.tw").pap(),
      v1::PAP_RED);
}

TEST(MispMarking, a_rule_marks_its_attribute_as_in_a_file) {
  struct Case {
    std::string type, value;
    v1::Tlp tlp;
  };
  for (const auto& [type, value, tlp] :
       {Case{"yara", R"(rule a { meta: tlp = \"RED\" condition: true })", v1::TLP_RED},
        Case{"sigma", R"(title: A\ntags:\n  - tlp.amber\ndetection:\n  a: b\n)", v1::TLP_AMBER},
        Case{"snort", R"(alert tcp any any -> any any (msg:\"TLP:RED\"; sid:7;))", v1::TLP_RED},
        Case{"bro", "# TLP:RED", v1::TLP_RED}, Case{"pattern-in-memory", "// TLP:RED", v1::TLP_RED},
        Case{"yara", "rule a { condition: true }", v1::TLP_GREEN}}) {
    const auto made = draft_of(event(R"({"type":")" + type + R"(","category":"Artifacts dropped","value":")" + value +
                                     "\"}," + attribute("open-name.tw")));
    EXPECT_EQ(audience_of(made, "open-name.tw").tlp(), v1::TLP_GREEN);
    std::size_t held = 0;
    for (const auto& [context, claim] : made.claims) {
      const auto at = made.contexts.at(context).audience().tlp();
      if (claim.value() == "open-name.tw" || claim.opaque().content().find("Artifacts dropped") == std::string::npos)
        continue;
      ++held;
      EXPECT_EQ(at, tlp) << type;
    }
    EXPECT_EQ(held, 1U) << type;
  }
}

TEST(MispMarking, words_widen_nothing_that_is_not_marked) {
  const auto text = event(attribute("worded-name.tw", R"(,"comment":"TLP:GREEN")"), "");
  Options options;
  options.unmarked = v1::TLP_AMBER;
  EXPECT_EQ(audience_of(draft_of(text, options), "worded-name.tw").tlp(), v1::TLP_UNSPECIFIED) << "the publisher's";
  options.unmarked = v1::TLP_CLEAR;
  EXPECT_EQ(audience_of(draft_of(text, options), "worded-name.tw").tlp(), v1::TLP_GREEN);
  options.unmarked = v1::TLP_AMBER;
  const auto tagged = event(attribute("worded-name.tw", R"(,"comment":"TLP:GREEN")"), R"(,"Tag":["tlp:clear"])");
  EXPECT_EQ(audience_of(draft_of(tagged, options), "worded-name.tw").tlp(), v1::TLP_GREEN);
}

TEST(MispMarking, words_of_an_event_that_is_not_marked_stand_in_nothing_wider_than_the_publisher_s) {
  const auto text =
      event(attribute("wide-name.tw", R"(,"Tag":["tlp:green"])") + "," + attribute("plain-name.tw"),
            R"(,"Tag":["kit"],"Orgc":{"name":"CERT One"},"EventReport":[{"name":"Notes","content":"Seen in March."}])");
  Options options;
  options.unmarked = v1::TLP_AMBER;
  const auto made = draft_of(text, options);
  std::size_t wide = 0;
  for (const auto& context : made.contexts) {
    if (context.audience().tlp() != v1::TLP_GREEN) continue;
    ++wide;
    EXPECT_EQ(context.title() + context.text() + context.producer(), "");
    EXPECT_THAT(context.tags(), IsEmpty());
    EXPECT_EQ(context.publication_id(), made.contexts.at(0).publication_id());
  }
  EXPECT_EQ(wide, 1U);
  EXPECT_EQ(made.contexts.at(0).title(), "Raccoon servers");
  options.unmarked = v1::TLP_GREEN;
  for (const auto& context : draft_of(text, options).contexts) EXPECT_EQ(context.title(), "Raccoon servers");
}

TEST(MispMarking, of_what_was_deleted_travels_that_it_was_and_nothing_of_its_content) {
  const auto gone = [](std::string_view more) {
    return R"("uuid":"11110a86-3d35-4ee5-8a0f-6f7f1a4bb111","timestamp":"1700000000","deleted":true)" +
           std::string(more);
  };
  const auto made = draft_of(event(
      R"({"type":"link","category":"External analysis",)" +
          gone(R"(,"value":"https://hidden.tw/","comment":"hidden","Tag":["hidden"],"data":"hidden")") + "}",
      R"(,"distribution":"3","Galaxy":[{"GalaxyCluster":[{"tag_name":"misp-galaxy:x=\"hidden\"","deleted":true}]}],
          "EventReport":[{)" +
          gone(R"(,"name":"hidden","content":"hidden")") + R"(}],"Object":[{"name":"file",)" +
          gone(
              R"(,"comment":"hidden","Attribute":[{"type":"link","category":"External analysis","value":"https://hidden.tw/b"}])") +
          R"(},{"name":"url","ObjectReference":[{)" + gone(R"(,"comment":"hidden","relationship_type":"hidden")") +
          R"(}],"Attribute":[{"type":"domain","object_relation":"host",)" + gone(R"(,"value":"hidden.tw")") + "}]}]"));
  EXPECT_EQ(holds(made, "hidden"), 0U);
  EXPECT_EQ(holds(made, "11110a86"), 4U) << "others learn of the deletion from these";
  EXPECT_EQ(made.count(Fate::Withdrawn), 4U);
  for (const auto& context : made.contexts) {
    EXPECT_THAT(context.references(), IsEmpty());
    EXPECT_THAT(context.tags(), IsEmpty());
  }
}

TEST(MispMarking, parts_that_are_for_fewer_than_what_they_stand_in_stay) {
  for (
      const auto* part :
      {R"("Note":[{"note":"hidden","distribution":"0"}])", R"("Note":[{"note":"TLP:RED hidden","distribution":"5"}])",
       R"("Opinion":[{"comment":"hidden","distribution":"1"}])",
       R"("Relationship":{"0":{"related_object_uuid":"hidden","distribution":"4"}})",
       R"("Note":[{"note":"open","distribution":"5","Opinion":[{"comment":"hidden","distribution":"0"}]}])",
       R"("Galaxy":[{"GalaxyCluster":[{"value":"open","GalaxyClusterRelation":[{"tag":"hidden","distribution":"0"}]}]}])",
       R"("Galaxy":{"1":{"GalaxyCluster":{"3":{"value":"hidden","distribution":"0"}}}})",
       R"("RelatedAttribute":[{"value":"hidden","distribution":"0"}])",
       R"("Tag":[{"name":"hidden","local_only":true}])", R"("Tag":[{"name":"hidden","deleted":true}])"}) {
    const auto more = R"(,"distribution":"3",)" + std::string(part);
    const auto made =
        draft_of(event(attribute("evil-name.tw", more), more + R"(,"Object":[{"name":"url")" + more +
                                                            R"(}],"EventReport":[{"name":"Notes")" + more + "}]"));
    EXPECT_EQ(holds(made, "hidden"), 0U) << part;
    EXPECT_EQ(holds(made, "Notes"), 1U) << part;
    EXPECT_EQ(audience_of(made, "evil-name.tw").tlp(), v1::TLP_GREEN) << part;
  }
  const auto open = draft_of(event(attribute("evil-name.tw", R"(,"Note":[{"note":"open","distribution":"3"}])")));
  EXPECT_EQ(holds(open, "open"), 1U);
  const auto told = draft_of(event(attribute("evil-name.tw"), R"(,"Note":[{"note":"x","distribution":"0"}])"));
  ASSERT_NE(told.noted(Fate::Local), nullptr);
  EXPECT_EQ(told.noted(Fate::Local)->where, "/Event/Note");
}

TEST(MispMarking, what_an_object_says_of_its_references_marks_it) {
  const auto made = draft_of(
      event("", R"(,"distribution":"3","Object":[{"name":"url","ObjectReference":[{"comment":"TLP:RED, from a source"}],
           "Attribute":[{"type":"domain","object_relation":"domain","value":"red-name.tw"}]}])"));
  EXPECT_EQ(audience_of(made, "red-name.tw").tlp(), v1::TLP_RED);
}

TEST(MispMarking, things_of_another_event_stay) {
  const auto made = draft_of(
      event(attribute("own-name.tw", R"(,"event_id":"7")") + "," + attribute("other-name.tw", R"(,"event_id":"8")") +
                R"(,{"type":"link","category":"External analysis","value":"https://hidden.tw/","event_id":"8"})",
            R"(,"id":"7","distribution":"3","extensionEvents":{"8":{"info":"hidden"}},
               "EventReport":[{"name":"hidden","event_id":8}])"));
  EXPECT_FALSE(audience_of(made, "own-name.tw").local());
  EXPECT_TRUE(audience_of(made, "other-name.tw").local());
  EXPECT_EQ(holds(made, "hidden"), 0U);
  for (const auto& context : made.contexts) {
    if (context.audience().local()) continue;
    EXPECT_THAT(context.references(), IsEmpty());
    EXPECT_THAT(context.text(), Not(HasSubstr("hidden")));
  }
  EXPECT_THAT(made.noted(Fate::Local)->reason, HasSubstr("of another event"));
}

TEST(MispMarking, an_event_that_stands_in_an_attribute_or_tags_beside_an_event_mark_it) {
  const auto found = R"({"info":"Found","Attribute":[)" +
                     attribute("red-name.tw", R"(,"Event":{"distribution":"3","Tag":["tlp:red"]})") + "]}";
  EXPECT_EQ(audience_of(draft_of(found), "red-name.tw").tlp(), v1::TLP_RED);
  auto beside = event(attribute("red-name.tw"));
  beside.insert(1, R"("EventTag":[{"Tag":{"name":"tlp:red"}}],)");
  EXPECT_EQ(audience_of(draft_of(beside), "red-name.tw").tlp(), v1::TLP_RED);
}

}  // namespace
}  // namespace tidings::misp
