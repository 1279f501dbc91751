// What came as MISP's and does not stand as it was: values that are gone, and what has come to be known since.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "core/observable/observable.hpp"
#include "formats/misp/writer.hpp"
#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr std::string_view sha256 = "0a5d3d1b8e8c0b1f2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123";
constexpr std::string_view md5 = "9e107d9d372bb6826bd81d3542a419d6";

/// `more`: behind the value, as ,"name":…
std::string attribute(std::string_view type, std::string_view value, std::string_view more = "") {
  return R"({"uuid":"11110a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":")" + std::string(type) +
         R"(","category":"Payload delivery","to_ids":true,"value":")" + std::string(value) + "\"" + std::string(more) +
         "}";
}
std::string related(std::string_view type, std::string_view value) {
  return attribute(type, value, R"(,"object_relation":")" + std::string(type) + "\"");
}

std::string event(std::string_view attributes, std::string_view object = "") {
  std::string objects(object);
  if (!objects.empty())
    objects = R"({"uuid":"44440a86-3d35-4ee5-8a0f-6f7f1a4bb111","name":"file","Attribute":[)" + objects + "]}";
  return R"({"Event":{"uuid":"0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111","info":"Raccoon","distribution":"3",)"
         R"("Tag":[{"name":"tlp:clear"}],"Attribute":[)" +
         std::string(attributes) + R"(],"Object":[)" + objects + "]}}";
}

struct Written {
  json::value event;
  std::size_t parts{0};
  std::vector<std::string> values(const json::value& of) const {
    std::vector<std::string> out;
    for (const auto& each : of.at("Attribute").as_array())
      out.push_back(std::string(each.at("type").as_string()) + " " + std::string(each.at("value").as_string()));
    return out;
  }
  std::vector<std::string> values() const { return values(event); }
};

using Change = std::function<void(v1::Indicator& indicator)>;

/// Without the values that are gone, as `observable type and text`.
Written written_of(const std::string& text, const std::set<std::string>& gone, const Change& change = {},
                   Disputed disputed = Disputed::No) {
  const auto made = draft_of(text);
  Writer writer({});
  for (const auto& [context, claim] : made.claims) {
    const auto& header = made.contexts[context];
    if (is_original(claim)) {
      EXPECT_TRUE(writer.add_original(said_of(header, claim), claim));
      continue;
    }
    const auto type = static_cast<observable::Type>(claim.type());
    if (gone.contains(observable::to_text(type, claim.value()))) continue;
    auto told = indicator_of(header, claim);
    if (change) change(told);
    EXPECT_TRUE(writer.add(told, disputed));
  }
  Written out;
  EXPECT_TRUE(writer.finish([&](const WrittenEvent& each) -> base::Status {
    out.event = json::parse(each.text()).at("Event");
    out.parts += each.parts;
    return {};
  }));
  return out;
}

TEST(MispSifting, an_attribute_of_which_one_value_is_gone_does_not_come_back_and_the_other_stands_by_itself) {
  const auto text = event(attribute("domain|ip", "cdn-host.tw|45.62.198.99") + "," + attribute("domain", "b-host.tw"));
  const auto whole = written_of(text, {});
  EXPECT_EQ(whole.event, json::parse(text).at("Event"));
  EXPECT_EQ(whole.parts, 0U);
  const auto part = written_of(text, {"cdn-host.tw"});
  EXPECT_THAT(part.values(), UnorderedElementsAre("domain b-host.tw", "ip-dst 45.62.198.99"));
  EXPECT_EQ(part.parts, 1U);
  const auto none = written_of(text, {"cdn-host.tw", "45.62.198.99"});
  EXPECT_THAT(none.values(), ElementsAre("domain b-host.tw"));
  EXPECT_EQ(none.parts, 0U);
}

TEST(MispSifting, an_address_that_is_never_published_takes_no_attribute_away) {
  const auto text = event(attribute("domain|ip", "cdn-host.tw|10.0.0.1"));
  EXPECT_EQ(written_of(text, {"10.0.0.1"}).event, json::parse(text).at("Event"));
}

TEST(MispSifting, a_file_comes_back_whole_or_with_the_digests_that_stand) {
  const auto text =
      event("", related("filename", "a.exe") + "," + related("md5", md5) + "," + related("sha256", sha256));
  EXPECT_EQ(written_of(text, {}).event, json::parse(text).at("Event"));
  const auto joined = "a.exe|" + std::string(sha256);
  const auto rest = written_of(text, {joined, std::string(sha256)});
  EXPECT_THAT(rest.values(rest.event.at("Object").at(0)), ElementsAre("md5 " + std::string(md5)));
  EXPECT_THAT(rest.values(), IsEmpty());
  EXPECT_EQ(rest.parts, 0U);
}

TEST(MispSifting, an_object_whose_rest_would_say_what_is_gone_does_not_come_back) {
  const auto ip = [](std::string_view address) { return attribute("ip-dst", address, R"(,"object_relation":"ip")"); };
  const auto port = [](std::string_view number) {
    return attribute("port", number, R"(,"object_relation":"dst-port")");
  };
  const auto text = event("", ip("45.62.198.73") + "," + ip("45.62.198.74") + "," + port("80") + "," + port("443"));
  EXPECT_EQ(written_of(text, {}).event, json::parse(text).at("Event"));
  const auto part = written_of(text, {"45.62.198.73:80"});
  EXPECT_THAT(part.event.at("Object").as_array(), IsEmpty());
  EXPECT_THAT(part.values(), UnorderedElementsAre("ip-dst|port 45.62.198.73|443", "ip-dst|port 45.62.198.74|80",
                                                  "ip-dst|port 45.62.198.74|443"));
  EXPECT_EQ(part.parts, 1U);
}

TEST(MispSifting, disputes_and_roles_of_whom_nobody_is_to_be_kept_from_take_to_ids_away) {
  const auto text = event(attribute("domain", "evil-name.tw"));
  const auto detects = [](const Written& made) { return made.event.at("Attribute").at(0).at("to_ids").as_bool(); };
  EXPECT_TRUE(detects(written_of(text, {})));
  EXPECT_FALSE(detects(written_of(text, {}, {}, Disputed::Yes)));
  for (const auto role : {v1::ROLE_VICTIM, v1::ROLE_BENIGN})
    EXPECT_FALSE(detects(written_of(text, {}, [&](auto& told) { told.mutable_said(0)->set_role(role); })));
}

TEST(MispSifting, answers_stand_behind_the_sightings_that_an_attribute_came_with) {
  const auto text = event(attribute("filename|sha256", "a.exe|" + std::string(sha256),
                                    R"(,"Sighting":[{"type":"0","date_sighting":"1700000000","source":"x"}])"));
  EXPECT_EQ(written_of(text, {}).event, json::parse(text).at("Event"));
  const auto answer = [](v1::Indicator& told) {
    auto& dispute = *told.add_said();
    dispute.set_kind(v1::KIND_DISPUTE);
    dispute.set_origin_name("Brussels");
    dispute.set_bulletin_id(std::string(32, '\x44'));
    dispute.set_issued_at(1'790'000'001'000'000);
  };
  const auto made = written_of(text, {}, answer);
  const auto sightings = made.event.at("Attribute").at(0).at("Sighting").as_array();
  ASSERT_THAT(sightings, SizeIs(2)) << "one answers both values";
  EXPECT_EQ(sightings.at(0).at("source"), "x");
  EXPECT_EQ(sightings.at(1).at("source"), "Brussels");
  EXPECT_EQ(sightings.at(1).at("type"), "1");
  EXPECT_EQ(sightings.at(1).at("date_sighting"), "1790000001");
  EXPECT_EQ(sightings.at(1).at("attribute_uuid"), made.event.at("Attribute").at(0).at("uuid"));
  const auto again = written_of(json::serialize(json::object{{"Event", made.event}}), {}, answer);
  EXPECT_THAT(again.event.at("Attribute").at(0).at("Sighting").as_array(), SizeIs(2)) << "not said twice";
}

TEST(MispSifting, what_stands_of_an_original_goes_no_further_than_it_did) {
  const auto kept = attribute("domain|ip", "cdn-host.tw|45.62.198.99", R"(,"distribution":"0")");
  const auto living = [](const Written& made) {
    for (const auto& each : made.event.at("Attribute").as_array())
      if (each.at("value") == "cdn-host.tw") return std::string(each.at("distribution").as_string());
    return std::string();
  };
  for (const auto& others : {std::string(), "," + attribute("domain", "b-host.tw")})
    EXPECT_EQ(living(written_of(event(kept + others), {"45.62.198.99"})), "0") << others;
  const auto open = attribute("domain|ip", "cdn-host.tw|45.62.198.99") + "," + attribute("domain", "b-host.tw");
  EXPECT_EQ(living(written_of(event(open), {"45.62.198.99"})), "5");
  const auto release = [](v1::Indicator& told) {
    if (told.value().value() == "cdn-host.tw") told.mutable_said(0)->set_released(true);
  };
  EXPECT_EQ(living(written_of(event(open), {"45.62.198.99"}, release)), "0");
}

TEST(MispSifting, answers_go_no_further_than_their_own_marking) {
  // Of an attribute that comes back, and of one that is written anew.
  const auto text =
      event(attribute("domain", "evil-name.tw") + "," + attribute("domain|ip", "cdn-host.tw|45.62.198.99"));
  const auto told = [&](v1::Kind kind, const std::function<void(v1::Said & said, v1::Said & answer)>& mark) {
    const auto change = [&](v1::Indicator& indicator) {
      auto& answer = *indicator.add_said();
      answer.set_kind(kind);
      answer.set_bulletin_id(std::string(32, '\x44'));
      answer.set_tlp(v1::TLP_CLEAR);
      answer.set_pap(v1::PAP_CLEAR);
      indicator.mutable_said(0)->set_pap(v1::PAP_CLEAR);
      mark(*indicator.mutable_said(0), answer);
    };
    const auto disputed = kind == v1::KIND_DISPUTE ? Disputed::Yes : Disputed::No;
    const auto made = written_of(text, {"45.62.198.99"}, change, disputed);
    std::vector<bool> out;
    for (const auto& each : made.event.at("Attribute").as_array()) {
      out.push_back(each.as_object().contains("Sighting"));
      EXPECT_EQ(each.at("to_ids").as_bool(), kind != v1::KIND_DISPUTE);
    }
    return out;
  };
  for (const auto kind : {v1::KIND_SIGHTING, v1::KIND_DISPUTE}) {
    EXPECT_THAT(told(kind, [](auto&, auto&) {}), ElementsAre(true, true));
    EXPECT_THAT(told(kind, [](auto&, auto& answer) { answer.set_tlp(v1::TLP_AMBER); }), ElementsAre(false, false));
    EXPECT_THAT(told(kind, [](auto&, auto& answer) { answer.set_pap(v1::PAP_RED); }), ElementsAre(false, false));
    EXPECT_THAT(told(kind, [](auto&, auto& answer) { answer.set_released(true); }), ElementsAre(false, false));
    EXPECT_THAT(told(kind, [](auto&, auto& answer) { answer.set_local(true); }), ElementsAre(false, false));
    const auto both_named = [](auto& said, auto& answer) {
      said.set_released(true);
      answer.set_released(true);
    };
    EXPECT_THAT(told(kind, both_named), ElementsAre(true, true));
  }
}

TEST(MispSifting, a_value_of_parts_of_unlike_marking_has_the_answers_that_may_go_with_each) {
  const auto text = event(attribute("domain", "evil-name.tw"));
  const auto change = [](v1::Indicator& indicator) {
    auto& amber = *indicator.mutable_said(0);
    auto& clear = *indicator.add_said();
    clear = amber;
    amber.set_tlp(v1::TLP_AMBER);
    auto& answer = *indicator.add_said();
    answer.set_kind(v1::KIND_SIGHTING);
    answer.set_tlp(v1::TLP_AMBER);
    answer.set_bulletin_id(std::string(32, '\x44'));
  };
  EXPECT_EQ(written_of(text, {}, change).event.at("Attribute"), json::parse(text).at("Event").at("Attribute"));
}

}  // namespace
}  // namespace tidings::misp
