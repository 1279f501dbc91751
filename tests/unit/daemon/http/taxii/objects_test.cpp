#include "daemon/http/taxii/objects.hpp"

#include <gtest/gtest.h>

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

std::optional<Object> told(const v1::Claim& claim, Telling telling) {
  const partners::Book book;
  const store::BulletinRow row;
  bulletin::Header header;
  header.kind = v1::KIND_REPORT;
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

TEST(Objects, what_a_partner_sent_as_an_object_and_is_none_is_told_to_nobody) {
  for (const auto& json : {std::string("]}, {\"x\":"), std::string("{}"), std::string(),
                           std::string(R"({"type":"malware","id":"malware--00000000-0000-4000-8000-000000000002"})")}) {
    EXPECT_FALSE(told(posted(json), Telling::Whole)) << json;
    EXPECT_FALSE(told(posted(json), Telling::Outline)) << json;
  }
}

}  // namespace
}  // namespace tidings::taxii
