#include "formats/misp/reader.hpp"

#include <gmock/gmock.h>

#include "core/observable/type.hpp"
#include "tests/unit/formats/misp/drafted.hpp"
#include "tests/unit/formats/misp/events.hpp"

namespace tidings::misp {
namespace {

using base::ErrorCode;
using draft::Fate;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

TEST(MispReader, an_event_is_read_bare_wrapped_in_a_list_and_in_a_servers_answer) {
  const auto one = event(attribute("ip-dst", "198.51.100.7"));
  const auto bare = one.substr(9, one.size() - 10);
  for (const auto& text : {one, bare, "[" + one + "]", "[" + bare + "]", R"({"response":[)" + one + "]}",
                           R"({"response":)" + one + "}", R"({"response":[)" + bare + "]}"}) {
    const auto made = draft_of(text);
    ASSERT_TRUE(made.status) << text << made.status.error().what;
    EXPECT_THAT(made.lines(), ElementsAre("ipv4 198.51.100.7")) << text;
    ASSERT_EQ(made.contexts.size(), 1u);
    EXPECT_EQ(made.contexts[0].title(), "Raccoon servers");
    EXPECT_EQ(made.contexts[0].publication_id().size(), 16u);
  }
}

TEST(MispReader, what_stands_around_it_is_the_context) {
  const auto made = draft_of(
      event(R"({"type":"link","category":"External analysis","to_ids":false,"value":"https://blog.example/raccoon"})",
            R"(,"Orgc":{"name":"CERT One"},"date":"2026-03-01","threat_level_id":"1","analysis":"2","distribution":"3",
          "Tag":[{"name":"tlp:clear"},{"name":"ransomware"},{"name":"PAP:GREEN"},{"name":"ours","local":true}],
          "Galaxy":[{"GalaxyCluster":[{"tag_name":"misp-galaxy:malware=\"Raccoon\""}]}],
          "EventReport":[{"name":"Notes","content":"Seen in March."}])"));
  ASSERT_TRUE(made.status) << made.status.error().what;
  const auto& context = made.contexts.at(0);
  EXPECT_EQ(context.producer(), "CERT One");
  EXPECT_EQ(context.text(), "Notes\n\nSeen in March.");
  EXPECT_THAT(context.references(), ElementsAre("https://blog.example/raccoon"));
  EXPECT_THAT(context.tags(),
              UnorderedElementsAre("ransomware", "misp-galaxy:malware=\"Raccoon\"", "misp:threat-level=\"high-risk\"",
                                   "misp:analysis=\"completed\"", "misp:date=\"2026-03-01\""));
  EXPECT_EQ(context.audience().tlp(), v1::TLP_CLEAR);
  EXPECT_EQ(context.audience().pap(), v1::PAP_GREEN);
  EXPECT_THAT(made.lines(), IsEmpty());
}

TEST(MispReader, what_is_not_to_be_detected_says_so) {
  const auto made = draft_of(event(attribute("domain", "evil.example") + "," +
                                   R"({"type":"domain","category":"Network activity","value":"quiet.example"})"));
  EXPECT_EQ(made.find("domain", "evil.example")->verdict(), v1::VERDICT_UNSPECIFIED);
  EXPECT_THAT(made.find("domain", "evil.example")->tags(), IsEmpty());
  EXPECT_EQ(made.find("domain", "quiet.example")->verdict(), v1::VERDICT_UNKNOWN);
  EXPECT_THAT(made.find("domain", "quiet.example")->tags(), ElementsAre("misp:to_ids=\"0\""));
}

TEST(MispReader, parts_are_joined_where_there_is_a_type_for_both_and_told_apart_elsewhere) {
  const auto made = draft_of(event(attribute("ip-dst|port", "198.51.100.7|443") + "," +
                                   attribute("domain|ip", "evil.example|198.51.100.8") + "," +
                                   attribute("hostname|port", "www.evil.example|8080") + "," +
                                   attribute("filename|md5", "a|b.exe|00112233445566778899aabbccddeeff") + "," +
                                   attribute("regkey|value", "HKCU\\\\Software\\\\X|1")));
  EXPECT_THAT(made.lines(),
              ElementsAre("ip-port 198.51.100.7:443", "domain evil.example", "ipv4 198.51.100.8",
                          "domain www.evil.example", "filename|md5 a|b.exe|00112233445566778899aabbccddeeff",
                          "md5 00112233445566778899aabbccddeeff", "regkey HKEY_CURRENT_USER\\Software\\X"));
}

TEST(MispReader, a_type_that_we_only_find_by_its_value_keeps_its_name) {
  const auto made = draft_of(event(attribute("xmr", "4A2fnUc3")));
  EXPECT_THAT(made.find("other", "4A2fnUc3")->tags(), ElementsAre("misp:type=\"xmr\""));
}

TEST(MispReader, what_is_deleted_is_withdrawn_and_prose_is_opaque_and_nonsense_is_refused) {
  const auto made = draft_of(event(attribute("domain", "gone.example", R"(,"deleted":true)") + "," +
                                   attribute("text", "hello") + "," + attribute("ip-dst", "999.1.1.1")));
  ASSERT_TRUE(made.status);
  EXPECT_THAT(made.lines(), IsEmpty());
  EXPECT_EQ(made.noted(Fate::Withdrawn)->where, "/Event/Attribute/0");
  EXPECT_EQ(made.noted(Fate::Opaque)->what, "text hello");
  EXPECT_EQ(made.noted(Fate::Refused)->where, "/Event/Attribute/2");
  EXPECT_THAT(made.noted(Fate::Refused)->reason, Not(IsEmpty()));
}

TEST(MispReader, what_was_claimed_of_what_is_deleted_is_told) {
  const auto made = draft_of(event(attribute("domain|ip", "gone.evil-name.tw|45.62.198.73", R"(,"deleted":"1")")));
  ASSERT_EQ(made.count(Fate::Withdrawn), 1U);
  const auto& withdrawn = made.noted(Fate::Withdrawn)->withdrawn;
  ASSERT_EQ(withdrawn.size(), 2U);
  EXPECT_EQ(withdrawn.front().value(), "gone.evil-name.tw");
}

TEST(MispReader, what_attributes_said_together_is_taken_back_with_one_of_them) {
  const auto file = [](std::string_view deleted) {
    return R"({"name":"file","uuid":"6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e91","Attribute":[)"
           R"({"type":"filename","object_relation":"filename","value":"a.exe","to_ids":true},)"
           R"({"type":"md5","object_relation":"md5","value":"00112233445566778899aabbccddeeff","to_ids":true)" +
           std::string(deleted) + "}]}";
  };
  const auto made = draft_of(R"({"Event":{"info":"x","uuid":"6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90","Object":[)" +
                             file(R"(,"deleted":true)") + "]}}");
  ASSERT_EQ(made.count(Fate::Withdrawn), 1U);
  const auto& withdrawn = made.noted(Fate::Withdrawn)->withdrawn;
  ASSERT_EQ(withdrawn.size(), 2U);
  EXPECT_EQ(withdrawn.front().type(), static_cast<std::uint32_t>(observable::Type::Md5));
  EXPECT_EQ(withdrawn.back().type(), static_cast<std::uint32_t>(observable::Type::FilenameMd5));
}

TEST(MispReader, an_import_again_is_an_amendment_and_of_another_event_is_not) {
  const auto text = event(attribute("domain", "evil.example"));
  auto other = text;
  other.replace(other.find("0e2b"), 4, "ffff");
  EXPECT_EQ(draft_of(text).contexts[0].publication_id(), draft_of(text).contexts[0].publication_id());
  EXPECT_NE(draft_of(text).contexts[0].publication_id(), draft_of(other).contexts[0].publication_id());
}

TEST(MispReader, who_saw_it_is_told_by_name_and_who_says_that_it_is_over_ends_it) {
  const auto made = draft_of(event(attribute("domain", "evil.example", R"(,"Sighting":[
      {"type":"0","date_sighting":"1700000000","Organisation":{"name":"Org A"}},
      {"type":"0","date_sighting":"1700000100","Organisation":{"name":"Org A"}},
      {"type":"1","date_sighting":"1700000200","Organisation":{"name":"Org B"}},
      {"type":"2","date_sighting":"1800000000","Organisation":{"name":"Org A"}}])")));
  ASSERT_EQ(made.contexts.size(), 3u);
  EXPECT_EQ(made.contexts[1].kind(), v1::KIND_SIGHTING);
  EXPECT_EQ(made.contexts[1].producer(), "Org A");
  EXPECT_EQ(made.contexts[2].kind(), v1::KIND_DISPUTE);
  EXPECT_EQ(made.contexts[2].producer(), "Org B");
  for (const auto& [context, claim] : made.claims) {
    if (context == 1) {
      EXPECT_EQ(claim.sighting().count(), 2u);
      EXPECT_EQ(claim.sighting().first_seen(), 1'700'000'000'000'000u);
      EXPECT_EQ(claim.sighting().last_seen(), 1'700'000'100'000'000u);
    } else if (context == 0 && !is_original(claim)) {
      EXPECT_EQ(claim.valid_until(), 1'800'000'000'000'000u);
    }
  }
}

TEST(MispReader, proposals_other_events_users_and_local_tags_do_not_travel) {
  const auto made = draft_of(event(
      attribute(
          "domain", "evil.example",
          R"(,"ShadowAttribute":[{"value":"proposed.example"}],"Tag":[{"name":"ours","local":1},{"name":"apt"}])"),
      R"(,"distribution":"3","event_creator_email":"who@cert.example","RelatedEvent":[{"Event":{"info":"another"}}],
          "ShadowAttribute":[{"value":"proposed.example"}])"));
  EXPECT_EQ(made.count(Fate::LeftOut), 2u);
  EXPECT_THAT(made.find("domain", "evil.example")->tags(), ElementsAre("apt"));
  for (const auto& [context, claim] : made.claims) {
    for (const auto* word : {"proposed", "ours", "another", "who@"}) {
      EXPECT_THAT(claim.opaque().content(), Not(HasSubstr(word)));
    }
  }
}

TEST(MispReader, what_is_no_event_is_refused_in_words) {
  for (const auto* text : {"", "{}", "[]", "7", "null", "{\"Event\":7}", "{\"Event\":{}}", "{\"response\":[]}",
                           R"({"info":"a","info":"b"})", R"({"Event":{"info":"a","Attribute":[7,]}})",
                           "{\"Event\":{\"info\":\"\xff\"}}"}) {
    const auto made = draft_of(text);
    ASSERT_FALSE(made.status) << text;
    EXPECT_EQ(made.status.error().code, ErrorCode::BadInput) << text;
    EXPECT_FALSE(made.status.error().what.empty());
  }
}

TEST(MispReader, members_of_any_kind_are_borne) {
  for (const auto* text :
       {R"({"info":7,"uuid":[],"Attribute":[1,null,"x",[],{}],"Object":[2,{},{"Attribute":7},{"Attribute":[3]}]})",
        R"({"info":null,"Tag":[{"name":3},4],"distribution":{},"Galaxy":[{"GalaxyCluster":7}],"EventReport":[0,{}]})",
        R"({"Event":{"Attribute":{},"Object":"","Orgc":[],"Sighting":3,"date":-1}})"}) {
    EXPECT_TRUE(draft_of(text).status) << text;
  }
}

TEST(MispReader, an_attribute_of_any_size_is_read_in_pieces_and_too_large_ones_are_refused) {
  Options options;
  options.max_element_bytes = 4096;
  const auto large = attribute("text", std::string(5000, 'x'));
  const auto refused = draft_of(event(large), options);
  EXPECT_EQ(refused.noted(Fate::Refused)->reason, "is longer than 4096 bytes");
  EXPECT_EQ(refused.count(Fate::Opaque), 0U);
  const auto huge = draft_of(event(attribute("text", std::string(1'000'000, 'x'))));
  ASSERT_TRUE(huge.status);
  for (const auto& [context, claim] : huge.claims) EXPECT_LE(claim.opaque().content().size(), 256u * 1024);
  EXPECT_THAT(huge.originals(), testing::Gt(5u));
}

TEST(MispReader, many_attributes_become_few_originals) {
  std::string attributes = attribute("domain", "x0.example");
  for (int i = 1; i < 20'000; ++i) attributes += "," + attribute("domain", "x" + std::to_string(i) + ".example");
  const auto made = draft_of(event(attributes));
  ASSERT_TRUE(made.status);
  EXPECT_EQ(made.lines().size(), 20'000u);
  EXPECT_LT(made.originals(), 200u);
  EXPECT_EQ(made.contexts.size(), 1u);
}

TEST(MispReader, events_without_a_uuid_and_of_one_head_are_two_by_their_content) {
  const auto one = [](const std::string& name) {
    return R"({"Event":{"info":"Phish","Attribute":[)" + attribute("domain", name) + "]}}";
  };
  const auto originals = [](const Drafted& made) {
    std::vector<std::string> out;
    for (const auto& [context, claim] : made.claims) {
      if (is_original(claim)) out.push_back(claim.value());
    }
    return out;
  };
  const auto made = draft_of("[" + one("evil-name.tw") + "," + one("other-name.tw") + "]");
  const auto ids = originals(made);
  ASSERT_EQ(ids.size(), 4U);
  EXPECT_NE(ids[0], ids[2]);
  EXPECT_NE(ids[1], ids[3]);
  EXPECT_EQ(originals(draft_of(one("evil-name.tw")))[0], ids[0]) << "the same event has the same id";
}

}  // namespace
}  // namespace tidings::misp
