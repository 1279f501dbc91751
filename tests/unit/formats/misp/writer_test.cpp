#include "formats/misp/writer.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/bytes.hpp"
#include "core/observable/observable.hpp"
#include "formats/misp/feed_files.hpp"
#include "formats/misp/tags.hpp"
#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view uuid = "0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111";

const std::string event = R"({"Event":{"uuid":")" + std::string(uuid) + R"(","info":"Raccoon","distribution":"3",
  "Tag":[{"name":"tlp:clear"}],"timestamp":"1700000000","Attribute":[
  {"uuid":"11110a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":"domain","category":"Network activity","to_ids":true,
   "value":"Evil[.]Example","timestamp":"1700000000"},
  {"uuid":"22220a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":"domain|ip","category":"Network activity","to_ids":true,
   "value":"two.example|198.51.100.7"},
  {"uuid":"33330a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":"text","category":"Other","value":"prose"}],
  "Object":[{"uuid":"44440a86-3d35-4ee5-8a0f-6f7f1a4bb111","name":"file","Attribute":[
   {"object_relation":"filename","type":"filename","category":"Payload delivery","value":"a.exe","to_ids":true},
   {"object_relation":"md5","type":"md5","category":"Payload delivery","to_ids":true,
    "value":"00112233445566778899aabbccddeeff"},
   {"object_relation":"sha1","type":"sha1","category":"Payload delivery","to_ids":true,
    "value":"ffeeddccbbaa99887766554433221100ffeeddcc"}]}]}})";

/// Everything that was drafted but what `leaves_out` names.
void add(Writer& writer, const Drafted& made, std::string_view leaves_out = "") {
  for (const auto& [context, claim] : made.claims) {
    const auto& header = made.contexts[context];
    if (is_original(claim)) {
      ASSERT_TRUE(writer.add_original(said_of(header, claim), claim));
    } else if (leaves_out.empty() || claim.value().find(leaves_out) == std::string::npos) {
      ASSERT_TRUE(writer.add(indicator_of(header, claim)));
    }
  }
}

std::vector<json::value> written(Writer& writer) {
  std::vector<json::value> out;
  EXPECT_TRUE(writer.finish([&](const WrittenEvent& each) -> base::Status {
    out.push_back(json::parse(each.text()));
    return {};
  }));
  return out;
}

json::value written_of(const Drafted& made, std::string_view leaves_out = "") {
  Writer writer({});
  add(writer, made, leaves_out);
  auto events = written(writer);
  EXPECT_THAT(events, SizeIs(1));
  return events.empty() ? json::value(json::object{{"Event", json::object{}}}) : events.front();
}

v1::Indicator indicator(std::string_view type, std::string_view text) {
  const auto parsed = observable::parse(text, {*observable::type_from_name(type), false});
  v1::Header context;
  context.set_kind(v1::KIND_REPORT);
  context.set_title("Seen");
  context.set_publication_id(std::string(16, '\x05'));
  context.mutable_audience()->set_tlp(v1::TLP_AMBER);
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(parsed->observable.type));
  claim.set_value(parsed->observable.value);
  return indicator_of(context, claim);
}

TEST(MispWriter, an_event_comes_back_as_it_was) { EXPECT_EQ(written_of(draft_of(event)), json::parse(event)); }

const std::string source = R"(tidings:bulletin=")" + base::to_hex(std::string(32, '\x22')) + "\"";

json::array tags(const std::vector<std::string>& names) {
  json::array out;
  for (const auto& name : names) out.push_back(json::object{{"name", name}});
  return out;
}

/// The event's tags of that begin, as the reader takes them.
std::vector<std::string> named_in(const json::value& wrapped) {
  std::vector<std::string> names;
  each_tag(wrapped.at("Event").as_object(), [&](const json::value& tag) {
    if (tag_name(tag).starts_with("tidings:")) names.emplace_back(tag_name(tag));
  });
  return names;
}

TEST(MispWriter, a_new_event_names_the_bulletins_that_it_came_from) {
  Writer writer({});
  auto seen = indicator("domain", "evil-name.tw");
  ASSERT_TRUE(writer.add(seen));
  seen.mutable_said(0)->set_bulletin_id(std::string(32, '\x33'));
  ASSERT_TRUE(writer.add(seen));
  const auto text = json::serialize(written(writer).at(0));
  EXPECT_THAT(named_in(json::parse(text)),
              testing::ElementsAre(source, "tidings:bulletin=\"" + base::to_hex(std::string(32, '\x33')) + "\""));
  const auto back = draft_of(text);
  EXPECT_THAT(back.contexts.at(0).based_on(), testing::ElementsAre(std::string(32, '\x22'), std::string(32, '\x33')));
  EXPECT_THAT(back.contexts.at(0).tags(), testing::Not(testing::Contains(HasSubstr("tidings:bulletin"))));
}

TEST(MispWriter, an_event_that_came_back_names_them_where_its_marking_does_not_tell_whom_they_may_reach) {
  const auto made = draft_of(event);
  EXPECT_THAT(named_in(written_of(made)), testing::IsEmpty());
  auto narrowed = made;
  for (auto& context : narrowed.contexts) context.mutable_audience()->set_tlp(v1::TLP_AMBER);
  const auto once = written_of(narrowed);
  EXPECT_THAT(named_in(once), testing::ElementsAre(source));
  const auto again = draft_of(json::serialize(once));
  EXPECT_THAT(named_in(written_of(again)), testing::ElementsAre(source)) << "not twice";
  Writer writer({});
  for (const auto& [context, claim] : made.claims) {
    auto said = said_of(made.contexts[context], claim);
    said.set_released(true);
    ASSERT_TRUE(!is_original(claim) || writer.add_original(said, claim));
  }
  EXPECT_THAT(named_in(written(writer).at(0)), testing::ElementsAre(source));
}

TEST(MispWriter, an_event_of_more_bulletins_than_one_can_be_based_on_is_written_and_refused_where_it_is_read) {
  Writer writer({});
  for (char c = 1; c <= 65; ++c) {
    auto seen = indicator("domain", "evil-" + std::to_string(c) + ".tw");
    seen.mutable_said(0)->set_bulletin_id(std::string(32, c));
    ASSERT_TRUE(writer.add(seen));
  }
  const auto text = json::serialize(written(writer).at(0));
  EXPECT_THAT(named_in(json::parse(text)), testing::ElementsAre("tidings:bulletin=\"more than 64\""));
  const auto back = draft_of(text);
  EXPECT_TRUE(back.claims.empty());
  ASSERT_NE(back.noted(draft::Fate::Refused), nullptr);
  EXPECT_THAT(back.noted(draft::Fate::Refused)->reason, HasSubstr("more than 64 bulletins"));
}

TEST(MispWriter, what_is_withdrawn_does_not_come_back_and_the_rest_does) {
  const auto made = written_of(draft_of(event), "evil.example").at("Event");
  EXPECT_THAT(made.at("Attribute").as_array(), SizeIs(2));
  EXPECT_EQ(made.at("Attribute").at(0).at("type"), "domain|ip");
  EXPECT_EQ(made.at("Object"), json::parse(event).at("Event").at("Object"));
  const std::string md5("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 16);
  const auto object = written_of(draft_of(event), md5).at("Event").at("Object").at(0);
  EXPECT_THAT(object.at("Attribute").as_array(), SizeIs(2));
  EXPECT_EQ(object.at("Attribute").at(1).at("type"), "sha1");
}

TEST(MispWriter, what_is_known_to_be_harmless_now_is_not_detected) {
  Writer writer({});
  const auto made = draft_of(event);
  for (const auto& [context, claim] : made.claims) {
    const auto& header = made.contexts[context];
    if (is_original(claim)) {
      ASSERT_TRUE(writer.add_original(said_of(header, claim), claim));
      continue;
    }
    auto told = indicator_of(header, claim);
    if (claim.value() == "evil.example") told.add_warnings();
    ASSERT_TRUE(writer.add(told));
  }
  const auto attributes = written(writer).at(0).at("Event").at("Attribute");
  EXPECT_EQ(attributes.at(0).at("to_ids"), false);
  EXPECT_EQ(attributes.at(1).at("to_ids"), true);
}

TEST(MispWriter, what_says_that_it_stays_comes_back_without_the_publisher_s_tlp) {
  auto own = event;
  own.replace(own.find(R"("distribution":"3")"), 18, R"("distribution":"0")");
  own.replace(own.find("tlp:clear"), 9, "kit:clear");
  auto made = draft_of(own);
  for (auto& context : made.contexts) context.mutable_audience()->set_tlp(v1::TLP_AMBER);  // the node's own
  const auto kept = written_of(made).at("Event");
  EXPECT_EQ(kept.at("distribution").as_string(), "0");
  EXPECT_EQ(kept.at("Tag"), tags({"kit:clear", source}));
  // Whoever sent it further than it says of itself narrowed it all the same.
  for (auto& context : made.contexts) context.mutable_audience()->set_local(false);
  EXPECT_THAT(json::serialize(written_of(made).at("Event").at("Tag")), HasSubstr("tlp:amber"));
}

TEST(MispWriter, a_marking_that_the_publisher_narrowed_stays_narrow) {
  auto made = draft_of(event);
  made.contexts[0].mutable_audience()->set_tlp(v1::TLP_AMBER_STRICT);
  const auto back = written_of(made).at("Event");
  EXPECT_EQ(back.at("distribution"), "0");
  EXPECT_EQ(back.at("Tag"), tags({"tlp:amber+strict", source}));
  EXPECT_EQ(draft_of(json::serialize(back)).contexts[0].audience().tlp(), v1::TLP_AMBER_STRICT);
}

TEST(MispWriter, tags_of_every_shape_are_narrowed_and_kept) {
  for (const std::string_view tags : {R"({"name":"TLP:CLEAR"})", R"({"1":{"name":"TLP:CLEAR"},"4":{"name":"kit"}})"}) {
    auto own = event;
    own.replace(own.find(R"([{"name":"tlp:clear"}])"), 22, tags);
    auto made = draft_of(own);
    ASSERT_EQ(made.contexts[0].audience().tlp(), v1::TLP_CLEAR);
    made.contexts[0].mutable_audience()->set_tlp(v1::TLP_RED);
    const auto back = json::serialize(written_of(made).at("Event").at("Tag"));
    EXPECT_THAT(back, HasSubstr("tlp:red"));
    EXPECT_THAT(back, testing::Not(HasSubstr("CLEAR")));
    EXPECT_EQ(back.find("kit") != std::string::npos, tags.find("kit") != std::string_view::npos);
  }
}

TEST(MispWriter, an_event_is_no_wider_than_it_was_published_though_an_attribute_of_it_is) {
  auto own = event;
  own.replace(own.find(R"("distribution":"3",)"), 19, "");
  own.replace(own.find("tlp:clear"), 9, "kit:clear");
  own.replace(own.find(R"("value":"prose")"), 15, R"("value":"prose","Tag":[{"name":"tlp:green"}])");
  auto made = draft_of(own);
  for (auto& context : made.contexts) {
    if (context.audience().tlp() == v1::TLP_UNSPECIFIED) context.mutable_audience()->set_tlp(v1::TLP_AMBER);
  }
  EXPECT_THAT(json::serialize(written_of(made).at("Event").at("Tag")), HasSubstr("tlp:amber"));
}

TEST(MispWriter, what_its_words_alone_mark_comes_back_with_a_tag_of_that) {
  auto own = event;
  own.replace(own.find(R"("value":"prose")"), 15, R"("value":"prose","comment":"TLP:AMBER PAP:RED")");
  own.replace(own.find(R"("name":"file",)"), 14, R"("name":"file","comment":"TLP:AMBER",)");
  const auto back = written_of(draft_of(own)).at("Event");
  const auto tags_of = [](const json::value& thing) {
    const auto* tags = thing.as_object().if_contains("Tag");
    return tags == nullptr ? std::string() : json::serialize(*tags);
  };
  EXPECT_THAT(tags_of(back), testing::StartsWith(R"([{"name":"tlp:clear"},{"name":"tidings:bulletin=)"));
  std::vector<std::string> tags;
  for (const auto& each : back.at("Attribute").as_array()) tags.push_back(tags_of(each));
  EXPECT_THAT(tags, testing::UnorderedElementsAre("", "", R"([{"name":"tlp:amber"},{"name":"PAP:red"}])"));
  for (const auto& each : back.at("Object").at(0).at("Attribute").as_array())
    EXPECT_EQ(tags_of(each), R"([{"name":"tlp:amber"}])");
  EXPECT_EQ(tags_of(back.at("Object").at(0)), "") << "MISP's objects have none";
}

TEST(MispWriter, what_the_event_around_it_kept_here_comes_back_so_that_it_stays) {
  auto own = event;
  own.replace(own.find(R"("value":"prose")"), 15, R"("value":"prose","Event":{"info":"x","distribution":"0"})");
  const auto back = written_of(draft_of(own)).at("Event").at("Attribute").as_array();
  const auto prose = std::ranges::find_if(back, [](const auto& each) { return each.at("value") == "prose"; });
  ASSERT_NE(prose, back.end());
  EXPECT_EQ(prose->at("distribution"), "0");
  EXPECT_FALSE(prose->as_object().contains("Event"));
}

TEST(MispWriter, what_a_tag_or_distribution_marks_comes_back_as_it_was) {
  auto own = event;
  own.replace(own.find(R"("value":"prose")"), 15, R"("value":"prose","Tag":[{"name":"tlp:red"}])");
  own.replace(own.find(R"("value":"a.exe")"), 15, R"("value":"a.exe","distribution":"1")");
  const auto back = written_of(draft_of(own)).at("Event");
  EXPECT_EQ(back.at("Object"), json::parse(own).at("Event").at("Object"));
  EXPECT_THAT(back.at("Attribute").as_array(), testing::Contains(json::parse(own).at("Event").at("Attribute").at(2)));
}

TEST(MispWriter, attributes_that_were_refused_or_not_understood_come_back_with_their_event) {
  const auto odd = R"({"Event":{"uuid":")" + std::string(uuid) + R"(","info":"Odd","distribution":"3","Attribute":[
    {"uuid":"11110a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":"sha256","value":"not hex","to_ids":true},
    {"uuid":"22220a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":"of-tomorrow","value":"x","to_ids":true},
    {"uuid":"33330a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":"domain","value":"evil-name.tw","to_ids":true}]}})";
  const auto made = draft_of(odd);
  EXPECT_EQ(made.count(draft::Fate::Refused), 1U);
  EXPECT_EQ(made.lines().size(), 1U);
  EXPECT_EQ(written_of(made).at("Event").at("Attribute"), json::parse(odd).at("Event").at("Attribute"));
}

TEST(MispWriter, events_without_a_uuid_that_say_the_same_of_themselves_stay_two) {
  const std::string head =
      R"({"info":"Daily","date":"2026-11-01","Orgc":{"name":"CERT"},"Attribute":[{"type":"domain","value":")";
  const auto event_of = [&](std::string_view value) { return head + std::string(value) + R"("}]})"; };
  const auto uuids_of = [](Writer& writer) {
    std::set<std::string> uuids;
    for (const auto& each : written(writer)) {
      EXPECT_THAT(each.at("Event").at("Attribute").as_array(), SizeIs(1));
      uuids.emplace(each.at("Event").at("uuid").as_string());
    }
    return uuids;
  };
  Writer of_one_file({});
  add(of_one_file, draft_of("[" + event_of("one.evil-name.tw") + "," + event_of("two.evil-name.tw") + "]"));
  EXPECT_THAT(uuids_of(of_one_file), SizeIs(2));
  Writer of_two({});
  std::string publication(16, '\x01');
  for (const auto* value : {"one.evil-name.tw", "two.evil-name.tw"}) {
    auto made = draft_of(event_of(value));
    for (auto& context : made.contexts) context.set_publication_id(publication);
    add(of_two, made);
    publication[0] = '\x02';
  }
  EXPECT_THAT(uuids_of(of_two), SizeIs(2));
}

TEST(MispWriter, words_of_a_narrower_part_do_not_stand_in_an_event_for_more) {
  auto wide = indicator("domain", "one.evil-name.tw"), narrow = indicator("domain", "two.evil-name.tw");
  wide.mutable_said(0)->set_tlp(v1::TLP_GREEN);
  wide.mutable_said(0)->set_title("For all");
  narrow.mutable_said(0)->set_issued_at(wide.said(0).issued_at() + 7'000'000);
  Writer writer({});
  ASSERT_TRUE(writer.add(narrow));
  ASSERT_TRUE(writer.add(wide));
  const auto made = written(writer).at(0).at("Event");
  EXPECT_EQ(made.at("info"), "For all");
  EXPECT_EQ(made.at("timestamp"), "1790000007") << "of the newest";
}

TEST(MispWriter, indicators_from_elsewhere_become_an_event_that_is_the_same_each_time) {
  const auto write = [] {
    Writer writer({});
    EXPECT_TRUE(writer.add(indicator("ip-port", "198.51.100.7:443")));
    EXPECT_TRUE(writer.add(indicator("domain", "evil.example")));
    return written(writer).at(0).at("Event");
  };
  const auto made = write();
  EXPECT_EQ(made, write());
  EXPECT_EQ(made.at("info"), "Seen");
  EXPECT_EQ(made.at("distribution"), "1");
  EXPECT_EQ(made.at("Orgc").at("name"), "Taipei");
  EXPECT_EQ(made.at("Tag"), tags({"tlp:amber", source}));
  const auto again = draft_of(json::serialize(made));
  EXPECT_THAT(again.lines(), testing::UnorderedElementsAre("ip-port 198.51.100.7:443", "domain evil.example"));
  EXPECT_EQ(again.contexts[0].publication_id(), draft_of(json::serialize(made)).contexts[0].publication_id());
  for (const auto& attribute : made.at("Attribute").as_array()) EXPECT_EQ(attribute.at("to_ids"), true);
}

TEST(MispWriter, what_is_not_for_detection_benign_or_answered_is_told) {
  Writer writer({});
  auto benign = indicator("domain", "good.example");
  benign.set_verdict(v1::VERDICT_BENIGN);
  auto quiet = indicator("domain", "quiet.example");
  quiet.mutable_said(0)->add_tags("misp:to_ids=\"0\"");
  auto& seen = *quiet.add_said();
  seen.set_kind(v1::KIND_SIGHTING);
  seen.set_origin_name("Brussels");
  seen.mutable_sighting()->set_last_seen(1'700'000'000'000'000);
  ASSERT_TRUE(writer.add(benign));
  ASSERT_TRUE(writer.add(quiet));
  const auto attributes = written(writer).at(0).at("Event").at("Attribute");
  ASSERT_THAT(attributes.as_array(), SizeIs(2));
  for (const auto& attribute : attributes.as_array()) EXPECT_EQ(attribute.at("to_ids"), false);
  EXPECT_EQ(attributes.at(1).at("Sighting").at(0).at("source"), "Brussels");
  EXPECT_EQ(attributes.at(1).at("Sighting").at(0).at("date_sighting"), "1700000000");
}

TEST(MispWriter, another_origins_originals_do_not_enter_an_event) {
  const auto made = draft_of(event);
  Writer writer({});
  add(writer, made);
  for (const auto& [context, claim] : made.claims) {
    if (!is_original(claim)) continue;
    auto said = said_of(made.contexts[context], claim);
    said.set_origin(std::string(32, '\x66'));
    auto forged = claim;
    auto& content = *forged.mutable_opaque()->mutable_content();
    if (const auto at = content.find("Raccoon"); at != std::string::npos) content.replace(at, 7, "Forgery");
    ASSERT_TRUE(writer.add_original(said, forged));
  }
  const auto events = written(writer);
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0], json::parse(event));
}

TEST(MispWriter, originals_that_cannot_be_read_are_passed_over) {
  Writer writer({});
  auto made = draft_of(event);
  for (auto& [context, claim] : made.claims) {
    if (is_original(claim)) claim.mutable_opaque()->set_content("{\"uuid\":");
  }
  add(writer, made);
  const auto events = written(writer);
  ASSERT_THAT(events, SizeIs(1));
  const auto was = made.lines(), is = draft_of(json::serialize(events[0])).lines();
  EXPECT_EQ(std::set(is.begin(), is.end()), std::set(was.begin(), was.end()));
}

TEST(MispWriter, an_export_is_bounded) {
  Writer writer({.max_held_bytes = 1000});
  base::Status added;
  for (int i = 0; i < 100 && added; ++i) added = writer.add(indicator("domain", "x" + std::to_string(i) + ".example"));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, base::ErrorCode::TooLarge);
}

TEST(FeedFiles, tell_of_each_event_and_of_each_part_of_a_value) {
  Writer writer({});
  add(writer, draft_of(event));
  FeedFiles files;
  ASSERT_TRUE(writer.finish([&](const WrittenEvent& each) -> base::Status {
    files.add(each);
    return {};
  }));
  const auto manifest = json::parse(files.manifest());
  EXPECT_EQ(manifest.at(uuid).at("timestamp"), "1700000000");
  EXPECT_EQ(manifest.at(uuid).at("Tag").at(0).at("name"), "tlp:clear");
  // As md5sum tells them of "two.example" and "198.51.100.7".
  EXPECT_THAT(files.hashes(), HasSubstr("6708fec0e74fc0e64b19ae3707ac5acc," + std::string(uuid) + "\n"));
  EXPECT_THAT(files.hashes(), HasSubstr("526291673f8700ef4e4902e29550a03b," + std::string(uuid) + "\n"));
  EXPECT_EQ(std::ranges::count(files.hashes(), '\n'), 7);
}

}  // namespace
}  // namespace tidings::misp
