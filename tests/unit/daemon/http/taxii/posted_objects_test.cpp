#include "daemon/http/taxii/posted_objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/http/taxii/asked.hpp"
#include "daemon/http/taxii/objects.hpp"

namespace tidings::taxii {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr base::Instant now{1'795'000'000'000'000};
constexpr std::string_view march = "2026-03-01T08:00:00.000Z", april = "2026-04-01T08:00:00.000Z";

std::string id_of(int number) { return "indicator--0000000" + std::to_string(number) + "-0000-4000-8000-000000000000"; }

std::string indicator(const std::string& id, std::string_view modified, const std::string& pattern,
                      const std::string& more = "") {
  return R"({"type":"indicator","spec_version":"2.1","id":")" + id + R"(","created":")" + std::string(march) +
         R"(","modified":")" + std::string(modified) + R"(","pattern_type":"stix","pattern":")" + pattern + "\"" +
         more + "}";
}
std::string domain(std::string_view name) { return "[domain-name:value = '" + std::string(name) + "']"; }

base::Result<PostedObjects> post(const std::vector<std::string>& objects) {
  std::string body;
  for (const auto& one : objects) body += (body.empty() ? "{\"objects\":[" : ",") + one;
  return read_posted(body + "]}", v1::TLP_AMBER, now);
}

TEST(PostedObjects, more_failures_than_a_status_tells_refuse_the_envelope) {
  std::string body = "{\"objects\":[7";
  for (int i = 1; i < 100'000; ++i) body += ",7";
  const auto most = read_posted(body + "]}", v1::TLP_AMBER, now);
  ASSERT_TRUE(most) << most.error().what;
  EXPECT_EQ(most->outcomes.size(), 100'000U);
  const auto more = read_posted(body + ",7]}", v1::TLP_AMBER, now);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, base::ErrorCode::TooLarge);
}

TEST(PostedObjects, a_list_an_object_alone_and_a_bundle_are_no_envelopes) {
  const auto one = indicator(id_of(1), march, domain("a.bad-host.com"));
  for (const auto& body : {std::string("[]"), "[" + one + "]", one, R"({"type":"bundle","objects":[)" + one + "]}",
                           std::string(R"({"objects":"x"})"), std::string(R"({"things":[]})"), std::string("7")}) {
    const auto read = read_posted(body, v1::TLP_AMBER, now);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().code, base::ErrorCode::BadInput) << body;
    EXPECT_FALSE(read.error().what.empty());
  }
  EXPECT_THAT(read_posted(R"({"type":"bundle","objects":[]})", v1::TLP_AMBER, now).error().what, HasSubstr("bundle"));
  EXPECT_TRUE(read_posted("{}", v1::TLP_AMBER, now));
  EXPECT_TRUE(read_posted(R"({"more":false,"objects":[]})", v1::TLP_AMBER, now));
}

TEST(PostedObjects, an_envelope_that_is_nested_too_deep_is_a_fault_of_its_form_and_not_of_its_size) {
  const auto deep = std::string(200, '[') + std::string(200, ']');
  const auto read = read_posted(R"({"objects":[],"x":)" + deep + "}", v1::TLP_AMBER, now);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, base::ErrorCode::BadInput) << "which is answered with 400";
  EXPECT_THAT(read.error().what, HasSubstr("nested deeper"));
}

TEST(PostedObjects, an_object_that_cannot_be_read_fails_alone) {
  const auto good = indicator(id_of(1), march, domain("a.bad-host.com"));
  for (const auto& bad : {"{\"x\":" + std::string(200, '[') + std::string(200, ']') + "}",
                          indicator(id_of(2), march, domain("b.bad-host.com"), R"(,"id":"x")"),
                          std::string("{\"x\":\"\xff\"}"), std::string(R"({"x":NaN})")}) {
    const auto read = post({bad, good});
    ASSERT_TRUE(read) << read.error().what;
    ASSERT_EQ(read->outcomes.size(), 1U) << bad;
    EXPECT_EQ(read->outcomes[0].id, "/objects/0");
    ASSERT_EQ(read->contexts.size(), 1U);
    EXPECT_EQ(read->contexts[0].objects.at(0).id, id_of(1));
  }
}

TEST(PostedObjects, a_label_says_nothing_for_a_feed_of_this_node) {
  const auto read = post({indicator(id_of(1), march, domain("a.bad-host.com"), R"(,"labels":["feed:soc","kept"])")});
  ASSERT_TRUE(read) << read.error().what;
  const auto& context = read->contexts.at(0);
  for (const auto& claim : context.claims) {
    for (const auto& tag : claim.tags()) EXPECT_NE(tag, "feed:soc");
  }
  EXPECT_THAT(context.objects.at(0).message, HasSubstr("feed:"));
}

TEST(PostedObjects, each_version_has_the_claims_that_were_made_of_it) {
  const auto read = post(
      {indicator(id_of(1), march, domain("a.bad-host.com")), indicator(id_of(1), april, domain("b.bad-host.com"))});
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->contexts.size(), 1U);
  const auto& context = read->contexts[0];
  ASSERT_EQ(context.objects.size(), 2U);
  EXPECT_EQ(context.objects[0].version, *timestamp(march));
  EXPECT_EQ(context.objects[1].version, *timestamp(april));
  for (const auto& object : context.objects) {
    EXPECT_EQ(object.claims, 2U);
    EXPECT_TRUE(is_stix_object(context.claims[object.first_claim + 1]));
  }
  EXPECT_EQ(context.claims[context.objects[1].first_claim].value(), "b.bad-host.com");
}

TEST(PostedObjects, one_version_with_two_contents_is_taken_once_and_told) {
  const auto first = indicator(id_of(1), march, domain("a.bad-host.com"));
  const auto read = post({first, first, indicator(id_of(1), march, domain("b.bad-host.com"))});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->contexts.size(), 1U);
  EXPECT_EQ(read->contexts[0].claims.size(), 2U) << "of the other neither the object nor its value";
  EXPECT_EQ(read->contexts[0].objects.size(), 2U) << "the same twice is no fault";
  ASSERT_EQ(read->outcomes.size(), 1U);
  EXPECT_THAT(read->outcomes[0].message, HasSubstr("other content"));
}

TEST(PostedObjects, what_cannot_be_told_by_its_id_or_is_too_long_fails_with_the_values_made_of_it) {
  const auto too_long = ",\"x_more\":\"" + std::string(300'000, 'x') + "\"";
  const auto read = post({indicator("indicator--one", march, domain("a.bad-host.com")),
                          indicator("indicator--0000000A-0000-4000-8000-000000000000", march, domain("b.bad-host.com")),
                          indicator(id_of(1), march, domain("c.bad-host.com"), too_long),
                          indicator(id_of(2), march, domain("d.bad-host.com"))});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->outcomes.size(), 3U);
  EXPECT_THAT(read->outcomes[0].message, HasSubstr("UUID"));
  EXPECT_THAT(read->outcomes[1].message, HasSubstr("UUID"));
  EXPECT_THAT(read->outcomes[2].message, HasSubstr("256 KiB"));
  ASSERT_EQ(read->contexts.size(), 1U);
  ASSERT_EQ(read->contexts[0].claims.size(), 2U);
  EXPECT_EQ(read->contexts[0].claims[0].value(), "d.bad-host.com");
}

TEST(PostedObjects, what_is_carried_but_not_as_it_was_meant_has_a_remark) {
  const auto read = post(
      {indicator(id_of(1), march, "[domain-name:value = "), indicator(id_of(2), "garbage", domain("b.bad-host.com")),
       indicator(id_of(3), march, domain("c.bad-host.com"),
                 R"(,"object_marking_refs":["marking-definition--00000000-0000-4000-8000-000000000009"])"),
       indicator(id_of(4), march, domain("d.bad-host.com")),
       indicator(id_of(5), march, domain("e.bad-host.com") + " OR " + domain("f.bad-host.com"),
                 R"(,"valid_until":"2026-03-02T08:00:00Z")"),
       indicator(id_of(6), march, domain("g.bad-host.com"), R"(,"revoked":true)"),
       indicator(id_of(7), march, domain("h.bad-host.com"), R"(,"revoked":"true")")});
  ASSERT_TRUE(read);
  EXPECT_THAT(read->outcomes, IsEmpty());
  std::map<std::string, PostedObject> by_id;
  for (const auto& context : read->contexts) {
    for (const auto& object : context.objects) by_id[object.id] = object;
  }
  EXPECT_THAT(by_id[id_of(1)].message, HasSubstr("no STIX pattern"));
  EXPECT_THAT(by_id[id_of(2)].message, HasSubstr("modified is no timestamp"));
  EXPECT_EQ(by_id[id_of(2)].version, *timestamp(march)) << "its created";
  EXPECT_THAT(by_id[id_of(3)].message, HasSubstr("kept on this node"));
  EXPECT_THAT(by_id[id_of(4)].message, IsEmpty());
  EXPECT_EQ(by_id[id_of(5)].message, "it was valid until 2026-03-02T08:00:00Z: no value of it is claimed");
  EXPECT_EQ(by_id[id_of(6)].message, "its author has revoked it: no value of it is claimed");
  EXPECT_EQ(by_id[id_of(7)].message, "no value is claimed of revoked: it is neither true nor false");
  for (const auto number : {5, 6, 7}) EXPECT_EQ(by_id[id_of(number)].claims, 1U) << "the object alone";
}

TEST(PostedObjects, what_has_no_type_or_is_no_object_fails_alone) {
  const auto read = post({"7", R"({"type":"malware","id":"tool--00000000-0000-4000-8000-000000000000"})",
                          indicator(id_of(1), march, domain("a.bad-host.com"))});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->outcomes.size(), 2U);
  ASSERT_EQ(read->contexts.size(), 1U);
  EXPECT_EQ(read->contexts[0].objects.size(), 1U);
}

}  // namespace
}  // namespace tidings::taxii
