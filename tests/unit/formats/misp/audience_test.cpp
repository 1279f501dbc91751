#include <gmock/gmock.h>

#include "tests/unit/formats/misp/drafted.hpp"
#include "tests/unit/formats/misp/events.hpp"

namespace tidings::misp {
namespace {

using draft::Fate;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

TEST(MispAudience, distribution_and_tags_are_one_marking_of_which_the_narrowest_holds) {
  struct Case {
    std::string_view more;
    v1::Tlp tlp;
    bool local;
  };
  for (const auto& [more, tlp, local] :
       {Case{R"(,"distribution":"3")", v1::TLP_GREEN, false},
        Case{R"(,"distribution":"3","Tag":[{"name":"tlp:white"}])", v1::TLP_CLEAR, false},
        Case{R"(,"distribution":"2","Tag":[{"name":"tlp:white"}])", v1::TLP_AMBER, false},
        Case{R"(,"distribution":1)", v1::TLP_AMBER_STRICT, false},
        Case{R"(,"distribution":"3","Tag":[{"name":"tlp:green"},{"name":"TLP:AMBER+STRICT"}])", v1::TLP_AMBER_STRICT,
             false},
        Case{R"(,"distribution":"1","Tag":[{"name":"tlp:red"}])", v1::TLP_RED, false},
        Case{R"(,"distribution":"0","Tag":[{"name":"tlp:clear"}])", v1::TLP_CLEAR, true},
        Case{R"(,"distribution":"9")", v1::TLP_UNSPECIFIED, true},
        Case{R"(,"distribution":"3","Tag":[{"name":"tlp:ex:chr"}])", v1::TLP_GREEN, true},
        Case{"", v1::TLP_UNSPECIFIED, false}}) {
    const auto made = draft_of(event(attribute("domain", "evil.example"), more));
    ASSERT_EQ(made.contexts.size(), 1u) << more;
    EXPECT_EQ(made.contexts[0].audience().tlp(), tlp) << more;
    EXPECT_EQ(made.contexts[0].audience().local(), local) << more;
    EXPECT_EQ(made.count(Fate::Local), local ? 1u : 0u) << more;
  }
}

TEST(MispAudience, words_of_an_event_an_attribute_and_a_report_state_their_marking) {
  const auto open = attribute("domain", "open-name.tw");
  auto text = event(open);
  text.replace(text.find("Raccoon"), 7, "TLP:RED - Raccoon");
  EXPECT_EQ(draft_of(text).contexts.at(0).audience().tlp(), v1::TLP_RED);
  text.replace(text.find("TLP:RED"), 7, "TLP:CLEAR");
  EXPECT_EQ(draft_of(text).contexts.at(0).audience().tlp(), v1::TLP_GREEN) << "distribution 3, and words only narrow";
  const auto made = draft_of(
      event(open + "," + attribute("domain", "red-name.tw", R"(,"comment":"TLP:RED")") + "," +
                attribute("comment", "TLP:AMBER words") + "," +
                attribute("domain", "kept-name.tw", R"(,"comment":"TLP:EX:CHR")"),
            R"(,"distribution":"3","EventReport":[{"uuid":"0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb119","name":"Annex",
                "content":"TLP:RED the annex"}])"));
  EXPECT_EQ(made.contexts.at(0).audience().tlp(), v1::TLP_GREEN);
  EXPECT_THAT(made.lines(0), ElementsAre("domain open-name.tw"));
  EXPECT_THAT(made.contexts.at(0).text(), Not(HasSubstr("annex")));
  std::vector<v1::Tlp> levels;
  for (const auto& [context, claim] : made.claims) {
    const auto& audience = made.contexts.at(context).audience();
    const auto& content = claim.opaque().content();
    if (claim.comment() == "TLP:RED" || content.find("the annex") != std::string::npos) {
      EXPECT_EQ(audience.tlp(), v1::TLP_RED) << content;
      levels.push_back(audience.tlp());
    }
    if (content.find("TLP:AMBER words") != std::string::npos) {
      EXPECT_EQ(audience.tlp(), v1::TLP_AMBER);
      levels.push_back(audience.tlp());
    }
    EXPECT_EQ(audience.local(), claim.comment() == "TLP:EX:CHR" || content.find("TLP:EX:CHR") != std::string::npos);
  }
  EXPECT_THAT(levels, UnorderedElementsAre(v1::TLP_RED, v1::TLP_RED, v1::TLP_AMBER));
  EXPECT_THAT(made.noted(Fate::Local)->reason, HasSubstr("TLP:EX:CHR"));
}

TEST(MispAudience, an_attribute_of_a_narrower_marking_gets_a_context_of_its_own) {
  const auto made = draft_of(event(
      attribute("domain", "open.example") + "," +
          attribute("domain", "closed.example", R"(,"distribution":"5","Tag":[{"name":"tlp:red"}])") + "," +
          attribute("domain", "kept.example", R"(,"distribution":"0")") + "," +
          R"({"type":"link","category":"External analysis","value":"https://secret.example/","Tag":[{"name":"tlp:red"}]})",
      R"(,"distribution":"3","Tag":[{"name":"tlp:clear"}])"));
  ASSERT_EQ(made.contexts.size(), 3u);
  EXPECT_THAT(made.lines(0), ElementsAre("domain open.example"));
  EXPECT_THAT(made.lines(1), ElementsAre("domain closed.example"));
  EXPECT_THAT(made.lines(2), ElementsAre("domain kept.example"));
  EXPECT_EQ(made.contexts[1].audience().tlp(), v1::TLP_RED);
  EXPECT_TRUE(made.contexts[2].audience().local());
  EXPECT_THAT(made.contexts[0].references(), IsEmpty());
  EXPECT_THAT(made.contexts[1].references(), ElementsAre("https://secret.example/"));
  for (const auto& [context, claim] : made.claims) {
    if (context != 0 || !is_original(claim)) continue;
    EXPECT_THAT(claim.opaque().content(), Not(HasSubstr("closed")));
    EXPECT_THAT(claim.opaque().content(), Not(HasSubstr("secret")));
    EXPECT_THAT(claim.opaque().content(), Not(HasSubstr("kept")));
  }
}

TEST(MispAudience, a_sharing_group_is_refused_unless_it_is_mapped) {
  constexpr std::string_view group =
      R"(,"distribution":"4","SharingGroup":{"uuid":"AA2b0a86-3d35-4ee5-8a0f-6f7f1a4bb112",
      "SharingGroupOrg":[{"Organisation":{"name":"Member"}}]})";
  const auto text = event(attribute("domain", "evil.example"), group);
  const auto refused = draft_of(text);
  ASSERT_TRUE(refused.status);
  EXPECT_THAT(refused.claims, IsEmpty());
  EXPECT_EQ(refused.noted(Fate::Refused)->where, "/Event");
  Options options;
  options.sharing_groups["aa2b0a86-3d35-4ee5-8a0f-6f7f1a4bb112"] = {std::string(32, 'b'), std::string(32, 'a')};
  const auto mapped = draft_of(text, options);
  EXPECT_THAT(mapped.contexts.at(0).audience().release_to(), ElementsAre(std::string(32, 'a'), std::string(32, 'b')));
  EXPECT_THAT(mapped.lines(), ElementsAre("domain evil.example"));
  for (const auto& [context, claim] : mapped.claims) {
    EXPECT_THAT(claim.opaque().content(), Not(HasSubstr("Member")));
  }
}

TEST(MispAudience, an_attribute_for_two_groups_that_share_nobody_stays_local) {
  Options options;
  options.sharing_groups["aa2b0a86-3d35-4ee5-8a0f-6f7f1a4bb112"] = {std::string(32, 'a')};
  options.sharing_groups["bb2b0a86-3d35-4ee5-8a0f-6f7f1a4bb112"] = {std::string(32, 'b')};
  const auto made =
      draft_of(event(attribute("domain", "evil.example",
                               R"(,"distribution":"4","SharingGroup":{"uuid":"bb2b0a86-3d35-4ee5-8a0f-6f7f1a4bb112"})"),
                     R"(,"distribution":"4","SharingGroup":{"uuid":"aa2b0a86-3d35-4ee5-8a0f-6f7f1a4bb112"})"),
               options);
  ASSERT_EQ(made.contexts.size(), 2u);
  EXPECT_TRUE(made.contexts[1].audience().local());
  EXPECT_THAT(made.lines(1), ElementsAre("domain evil.example"));
}

TEST(MispAudience, tags_count_in_every_shape) {
  for (const std::string_view tags :
       {R"("Tag":[{"name":"tlp:red"}])", R"("Tag":{"name":"TLP:RED"})", R"("Tag":["tlp:red"])", R"("Tag":" TLP:Red ")",
        R"("tags":["phishing"," tlp:red "])", R"("Tag":{"0":{"name":"phishing"},"2":{"name":"tlp:red"}})",
        R"("EventTag":[{"local":false,"Tag":{"name":"tlp:red"}}])", R"("AttributeTag":{"Tag":{"name":"tlp: red"}})"}) {
    const auto more = R"(,"distribution":"3",)" + std::string(tags);
    EXPECT_EQ(draft_of(event(attribute("domain", "evil-name.tw"), more)).contexts.at(0).audience().tlp(), v1::TLP_RED)
        << tags;
    const auto made = draft_of(event(attribute("domain", "evil-name.tw", more)));
    EXPECT_EQ(made.contexts.at(made.claims.at(1).context).audience().tlp(), v1::TLP_RED) << tags;
  }
  EXPECT_EQ(draft_of(event(attribute("domain", "evil-name.tw"), R"(,"Tag":{"name":"PAP:RED"})"))
                .contexts.at(0)
                .audience()
                .pap(),
            v1::PAP_RED);
}

TEST(MispAudience, a_tag_that_cannot_be_read_keeps_what_it_is_on_here) {
  for (const std::string_view tags :
       {R"("Tag":[7])", R"("Tag":[{"label":"tlp:red"}])", R"("Tag":true)", R"("Tag":[["tlp:red"]])"}) {
    const auto made = draft_of(event(attribute("domain", "open-name.tw") + "," +
                                     attribute("domain", "kept-name.tw", "," + std::string(tags))));
    ASSERT_EQ(made.contexts.size(), 2U) << tags;
    EXPECT_FALSE(made.contexts[0].audience().local());
    EXPECT_TRUE(made.contexts[1].audience().local());
    EXPECT_THAT(made.lines(1), ElementsAre("domain kept-name.tw"));
    ASSERT_NE(made.noted(Fate::Local), nullptr);
    EXPECT_THAT(made.noted(Fate::Local)->reason, HasSubstr("cannot be read"));
  }
  EXPECT_EQ(draft_of(event(attribute("domain", "open-name.tw", R"(,"Tag":[])"), R"(,"Tag":null)")).count(Fate::Local),
            0U);
}

TEST(MispAudience, local_tags_of_every_shape_stay) {
  for (const std::string_view tags :
       {R"("Tag":{"name":"secret-case","local":true})", R"("Tag":{"name":"secret-case","local":"1"})",
        R"("Tag":[{"name":"kept"},{"name":"secret-case","local":1}])",
        R"("Tag":{"3":{"name":"secret-case","exportable":false}})",
        R"("AttributeTag":[{"local":true,"Tag":{"name":"secret-case"}}])",
        R"("tags":[{"name":"secret-case","local":"yes"}])"}) {
    const auto made =
        draft_of(event(attribute("domain", "evil-name.tw", "," + std::string(tags)), "," + std::string(tags)));
    for (const auto& [context, claim] : made.claims) {
      EXPECT_THAT(claim.opaque().content(), Not(HasSubstr("secret-case"))) << tags;
      EXPECT_THAT(claim.tags(), Not(Contains("secret-case"))) << tags;
    }
    EXPECT_THAT(made.contexts.at(0).tags(), Not(Contains("secret-case"))) << tags;
  }
}

TEST(MispAudience, clusters_that_are_for_fewer_than_their_event_stay) {
  const auto thing = [](const std::string& galaxy, const std::string& cluster) {
    return R"(,"Tag":[{"name":"kept"},{"name":"misp-galaxy:x=\"hidden\""}],"Galaxy":[{"name":"Actors")" + galaxy +
           R"(,"GalaxyCluster":[{"value":"hidden","tag_name":"misp-galaxy:x=\"hidden\"","description":"hidden words",
               "meta":{"synonyms":["hidden"]})" +
           cluster + R"(},{"tag_name":"misp-galaxy:x=\"open\""}]}])";
  };
  const auto holds = [](const Drafted& made, std::string_view word) {
    std::size_t count = 0;
    for (const auto& [context, claim] : made.claims) {
      count += claim.opaque().content().find(word) != std::string::npos;
      for (const auto& tag : claim.tags()) count += tag.find(word) != std::string::npos;
    }
    for (const auto& tag : made.contexts.at(0).tags()) count += tag.find(word) != std::string::npos;
    return count;
  };
  const auto read = [&](const std::string& galaxy, const std::string& cluster) {
    const auto more = thing(galaxy, cluster);
    return draft_of(event(attribute("domain", "evil-name.tw", more), R"(,"distribution":"3")" + more));
  };
  for (const auto* level : {R"(,"distribution":"0")", R"(,"distribution":1)", R"(,"distribution":"2")",
                            R"(,"distribution":"4")", R"(,"distribution":"none")"}) {
    const auto made = read("", level);
    EXPECT_EQ(holds(made, "hidden"), 0U) << level;
    EXPECT_EQ(holds(made, "open"), 4U) << level;
    EXPECT_EQ(holds(made, "kept"), 4U) << level;
    EXPECT_EQ(made.count(Fate::Local), 2U) << level;
    EXPECT_EQ(holds(read(level, ""), "hidden"), 0U) << level;
  }
  for (const auto* level : {"", R"(,"distribution":"3")", R"(,"distribution":5)", R"(,"distribution":null)"}) {
    EXPECT_EQ(holds(read("", level), "hidden"), 4U) << level;
    EXPECT_EQ(read(level, level).count(Fate::Local), 0U) << level;
  }
}

}  // namespace
}  // namespace tidings::misp
