#include "daemon/http/taxii/objects.hpp"

#include <gtest/gtest.h>

#include "formats/stix/marking.hpp"

namespace tidings::taxii {
namespace {

constexpr const char* id = "malware--00000000-0000-4000-8000-000000000001";

v1::Claim posted(std::string content) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
  claim.set_value(id);
  claim.mutable_opaque()->set_media_type("application/stix+json;version=2.1");
  claim.mutable_opaque()->set_content(std::move(content));
  return claim;
}

std::optional<Object> told(const v1::Claim& claim, Telling telling, v1::Tlp tlp = v1::TLP_UNSPECIFIED) {
  const partners::Book book;
  store::BulletinRow row;
  row.tlp = tlp;
  bulletin::Header header;
  header.kind = v1::KIND_REPORT;
  header.message.mutable_audience()->set_tlp(tlp);
  return Objects(book, row, header).of_claim(claim, 0, {}, telling);
}

TEST(Objects, what_was_posted_is_told_as_it_was) {
  const std::string json =
      std::string(R"({"type":"malware","id":")") + id + R"(","modified":"2026-03-01T08:00:00.000Z"})";
  const auto object = told(posted(json), Telling::Whole);
  ASSERT_TRUE(object);
  EXPECT_EQ(object->json, json);
  EXPECT_EQ(object->version, 1'772'352'000'000'000u);
}

TEST(Objects, a_marking_that_the_publisher_narrowed_is_told_as_he_did) {
  const auto amber = stix::marking_id(v1::TLP_AMBER), green = stix::marking_id(v1::TLP_GREEN);
  const auto begin = std::string(R"({"type":"malware","id":")") + id +
                     R"(","created":"2026-03-01T08:00:00.000Z","object_marking_refs":[")";
  const auto posted_green = begin + std::string(green) + "\"]}";
  const auto object = told(posted(posted_green), Telling::Both, v1::TLP_AMBER);
  ASSERT_TRUE(object);
  const auto references = std::string(R"("external_references":[{"source_name":"tidings","external_id":")") +
                          store::BulletinRow().id.text() + "\"}]";
  EXPECT_EQ(object->json, begin.substr(0, begin.find("\"object_marking_refs")) + references +
                              ",\"object_marking_refs\":[\"" + std::string(amber) + "\"]}")
      << "and names the bulletin, since AMBER alone does not tell whom that may reach";
  EXPECT_EQ(object->came, posted_green) << "so that who posts it again is known";
  EXPECT_EQ(told(posted(posted_green), Telling::Whole, v1::TLP_GREEN)->json, posted_green);
}

TEST(Objects, what_a_partner_sent_as_an_object_and_is_none_is_told_to_nobody) {
  for (const auto& json : {std::string("]}, {\"x\":"), std::string("{}"), std::string(),
                           std::string(R"({"type":"malware","id":"malware--00000000-0000-4000-8000-000000000002"})")}) {
    EXPECT_FALSE(told(posted(json), Telling::Whole)) << json;
    EXPECT_FALSE(told(posted(json), Telling::Outline)) << json;
  }
}

TEST(Objects, every_marking_definition_of_a_standard_is_told_under_the_id_that_objects_refer_to) {
  const auto amber_of_tlp_1 = marking_object("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82");
  ASSERT_TRUE(amber_of_tlp_1);
  EXPECT_EQ(amber_of_tlp_1->json,
            R"({"type":"marking-definition","spec_version":"2.1",)"
            R"("id":"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82","created":"2017-01-20T00:00:00.000Z",)"
            R"("definition_type":"tlp","name":"TLP:AMBER","definition":{"tlp":"amber"}})");
  const auto white = marking_object("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9");
  ASSERT_TRUE(white);
  EXPECT_NE(white->json.find(R"("name":"TLP:WHITE","definition":{"tlp":"white"})"), std::string::npos) << white->json;
  for (const std::string_view pap : {"a3bea94c-b469-41dc-9cfe-d6e7daba7730", "ad15a0cd-55b6-4588-a14c-a66105329b92",
                                     "740d36e5-7714-4c30-961a-3ae632ceee0e"}) {
    const auto object = marking_object("marking-definition--" + std::string(pap));
    ASSERT_TRUE(object) << pap;
    EXPECT_NE(object->json.find(pap), std::string::npos) << object->json;
    EXPECT_NE(object->json.find(R"("pap":")"), std::string::npos) << object->json;
    EXPECT_NE(object->version, 0U);
  }
  EXPECT_EQ(marking_object(stix::marking_id(v1::TLP_GREEN))->json,
            *stix::marking_object(stix::marking_id(v1::TLP_GREEN)));
  EXPECT_FALSE(marking_object("marking-definition--00000000-0000-4000-8000-000000000001"));
}

}  // namespace
}  // namespace tidings::taxii
