#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

using draft::Fate;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr std::string_view head =
    R"("info":"Raccoon","uuid":"0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111","distribution":"3")";

std::string attribute(std::string_view value, std::string_view more = "") {
  return R"({"type":"domain","category":"Network activity","to_ids":true,"distribution":"5","value":")" +
         std::string(value) + "\"" + std::string(more) + "}";
}

std::string event(std::string_view more) {
  return R"({"Event":{)" + std::string(head) + "," + std::string(more) + "}}";
}

std::string object(std::string_view attributes, std::string_view more = "") {
  return R"({"name":"domain-ip","Attribute":)" + std::string(attributes) + std::string(more) + "}";
}

bool holds(const Drafted& made, std::string_view word) {
  return std::ranges::any_of(
      made.claims, [&](const auto& said) { return said.claim.opaque().content().find(word) != std::string::npos; });
}

const v1::Audience& audience_of(const Drafted& made, std::string_view domain) {
  for (const auto& [context, claim] : made.claims) {
    if (!is_original(claim) && claim.value() == domain) return made.contexts.at(context).audience();
  }
  ADD_FAILURE() << domain << " is no claim";
  return v1::Audience::default_instance();
}

/// Answers of attributes/restSearch and objects/restSearch, of things of the event `5` that says this of itself.
std::vector<std::string> found_of(std::string_view own) {
  const auto beside = R"(,"event_id":"5","Event":{"id":"5","info":"SECq",)" + std::string(own) + "}";
  const auto one = attribute("evil-name.tw", beside);
  const auto of_object = object("[" + attribute("evil-name.tw") + "]", beside);
  return {R"({"response":{"Attribute":[)" + one + "]}}",
          R"({"response":{"Attribute":)" + one + "}}",
          R"({"Attribute":)" + one + "}",
          R"({"Attribute":)" + attribute("evil-name.tw") + R"(,"Event":{"info":"SECq",)" + std::string(own) + "}}",
          R"({"Object":[)" + of_object + "]}",
          R"({"response":[{"Object":)" + of_object + "}]}",
          R"({"response":{"Object":[{"Object":)" + of_object + "}]}}",
          R"({"response":{"Object":[{"Object":)" + object("{\"3\":" + attribute("evil-name.tw") + "}") +
              R"(,"Event":{"info":"SECq",)" + std::string(own) + "}}]}}"};
}

TEST(MispShapes, attributes_and_objects_of_a_search_are_marked_as_their_event_and_do_not_tell_of_it) {
  for (const auto& text : found_of(R"("distribution":"0")")) {
    const auto made = draft_of(text);
    ASSERT_TRUE(made.status) << text;
    EXPECT_TRUE(audience_of(made, "evil-name.tw").local()) << text;
  }
  for (const auto& text : found_of(R"("distribution":"3","Tag":[{"name":"tlp:red"}])"))
    EXPECT_EQ(audience_of(draft_of(text), "evil-name.tw").tlp(), v1::TLP_RED) << text;
  for (const auto& text : found_of(R"("distribution":"4","SharingGroup":{"uuid":"aaaa"})")) {
    const auto made = draft_of(text);
    EXPECT_THAT(made.lines(), IsEmpty()) << text;
    EXPECT_EQ(made.count(Fate::Refused), 1U) << text;
  }
  for (const auto& text : found_of(R"("distribution":"3")")) {
    const auto made = draft_of(text);
    EXPECT_EQ(audience_of(made, "evil-name.tw").tlp(), v1::TLP_GREEN) << text;
    EXPECT_THAT(made.lines(), ElementsAre("domain evil-name.tw")) << text;
    EXPECT_FALSE(holds(made, "SECq")) << text;
    EXPECT_EQ(made.count(Fate::Refused), 0U) << text;
  }
}

TEST(MispShapes, the_title_of_the_event_around_it_marks_an_attribute) {
  const auto made =
      draft_of(R"({"response":{"Attribute":[)" +
               attribute("evil-name.tw", R"(,"Event":{"info":"TLP:RED case","distribution":"3"})") + "]}}");
  EXPECT_EQ(audience_of(made, "evil-name.tw").tlp(), v1::TLP_RED);
}

TEST(MispShapes, lists_are_read_in_every_shape) {
  const auto one = attribute("one-name.tw");
  for (const auto& text :
       {event("\"Attribute\":{\"0\":" + one + ",\"4\":" + attribute("two-name.tw") + "}"),
        event("\"Object\":{\"0\":" + object("[" + one + "," + attribute("two-name.tw") + "]") + "}"),
        event("\"Object\":" + object("{\"1\":" + one + ",\"2\":" + attribute("two-name.tw") + "}")),
        event("\"Attribute\":" + one + ",\"Object\":[" + object(attribute("two-name.tw")) + "]"),
        R"({"response":{"0":)" + event("\"Attribute\":[" + one + "," + attribute("two-name.tw") + "]") + "}}",
        R"({"0":)" + event("\"Attribute\":[" + one + "," + attribute("two-name.tw") + "]") + "}"}) {
    const auto made = draft_of(text);
    ASSERT_TRUE(made.status) << text << made.status.error().what;
    EXPECT_THAT(made.lines(), UnorderedElementsAre("domain one-name.tw", "domain two-name.tw")) << text;
    EXPECT_TRUE(holds(made, "one-name.tw")) << text;
    EXPECT_EQ(made.contexts.at(0).title(), "Raccoon");
    EXPECT_EQ(made.count(Fate::Refused), 0U) << text;
  }
}

TEST(MispShapes, what_stands_in_a_numbered_list_is_marked_as_anywhere) {
  const std::string kept = R"({"type":"domain","value":"kept-name.tw","distribution":"0"})";
  const auto made =
      draft_of(event(R"("Attribute":{"0":)" + kept + R"(},"Object":{"0":)" +
                     object("{\"0\":" + attribute("also-name.tw") + "}", R"(,"distribution":"0")") +
                     R"(},"EventReport":{"4":{"name":"Notes","content":"kept words","distribution":"0"}})"));
  EXPECT_TRUE(audience_of(made, "kept-name.tw").local());
  EXPECT_TRUE(audience_of(made, "also-name.tw").local());
  std::size_t leaving = 0;
  for (const auto& [context, claim] : made.claims) {
    if (made.contexts.at(context).audience().local()) continue;
    ++leaving;
    for (const auto* word : {"kept", "also-name"}) EXPECT_THAT(claim.opaque().content(), Not(HasSubstr(word)));
  }
  EXPECT_EQ(leaving, 1U) << "the event itself";
  for (const auto& context : made.contexts) {
    EXPECT_EQ(context.text(), context.audience().local() ? "Notes\n\nkept words" : "");
  }
}

TEST(MispShapes, links_in_a_numbered_list_are_references_and_events_without_a_uuid_are_told_apart_by_it) {
  const auto text = [](std::string_view path) {
    return R"({"info":"Links","Attribute":{"0":{"type":"link","value":"https://blog-name.tw/)" + std::string(path) +
           "\"}}}";
  };
  const auto one = draft_of(text("a")), two = draft_of(text("b"));
  EXPECT_THAT(one.contexts.at(0).references(), ElementsAre("https://blog-name.tw/a"));
  EXPECT_NE(one.claims.at(0).claim.value(), two.claims.at(0).claim.value());
}

TEST(MispShapes, what_brings_nothing_is_refused_and_ends_nothing) {
  const auto index = R"({"uuid":"0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111","info":"Raccoon","date":"2026-03-01")";
  for (const auto& text :
       {"[" + std::string(index) + R"(,"attribute_count":"2"}])", "[" + std::string(index) + "}]",
        R"({"response":[{"Event":)" + std::string(index) + "}}]}", event(R"("Attribute":null)"),
        event(R"("Attribute":"x")"), event(R"("attribute_count":"2","Attribute":[],"Object":[])"),
        event(R"("attribute_count":2,"Attribute":{})"), std::string(R"({"response":{"Attribute":[]}})")}) {
    const auto made = draft_of(text);
    ASSERT_TRUE(made.status) << text;
    EXPECT_THAT(made.contexts, IsEmpty()) << text;
    EXPECT_EQ(made.count(Fate::Refused), 1U) << text;
  }
  const auto empty = draft_of(event(R"("attribute_count":"0","Attribute":[],"Object":[])"));
  EXPECT_EQ(empty.contexts.size(), 1U);
  EXPECT_EQ(empty.count(Fate::Refused), 0U);
}

TEST(MispShapes, what_is_no_event_among_events_is_told) {
  const auto whole = event("\"Attribute\":[" + attribute("one-name.tw") + "]");
  const auto made = draft_of("[" + whole + R"(,{"saved":true},{},7])");
  EXPECT_THAT(made.lines(), ElementsAre("domain one-name.tw"));
  ASSERT_EQ(made.count(Fate::Refused), 1U);
  EXPECT_EQ(made.noted(Fate::Refused)->where, "/1");
  auto beside = whole;
  beside.insert(1, R"("Attribute":[)" + attribute("lost-name.tw") + "],");
  EXPECT_EQ(draft_of(beside).count(Fate::Refused), 1U) << "nobody knows of what event it is";
}

TEST(MispShapes, of_copies_of_an_event_the_newest_counts_wherever_it_stands) {
  const auto newer = event(R"("timestamp":"1700000009","Attribute":[)" + attribute("new-name.tw") + "]");
  const auto older = event(R"("timestamp":1700000001,"Attribute":[)" + attribute("old-name.tw") + "]");
  for (const auto& text : {"[" + newer + "," + older + "]", R"({"response":[)" + older + "," + newer + "]}"}) {
    const auto made = draft_of(text);
    EXPECT_THAT(made.lines(), ElementsAre("domain new-name.tw")) << text;
    EXPECT_FALSE(holds(made, "old-name.tw")) << text;
    ASSERT_EQ(made.count(Fate::LeftOut), 1U) << text;
    EXPECT_THAT(made.noted(Fate::LeftOut)->reason, HasSubstr("newer copy"));
  }
  EXPECT_THAT(draft_of("[" + newer + "," + newer + "]").count(Fate::LeftOut), 0U);
}

}  // namespace
}  // namespace tidings::misp
