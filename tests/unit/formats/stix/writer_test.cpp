#include "formats/stix/writer.hpp"

#include <gmock/gmock.h>

#include "formats/stix/marking.hpp"
#include "formats/stix/object_text.hpp"
#include "formats/stix/pattern_atoms.hpp"
#include "formats/stix/uuid.hpp"
#include "tests/unit/formats/stix/told_bundle.hpp"

namespace tidings::stix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

v1::Indicator indicator(const std::string& text, const std::vector<std::pair<std::string, v1::Kind>>& origins) {
  v1::Indicator out;
  const auto value = observable::parse(text)->observable;
  out.mutable_value()->set_type(static_cast<std::uint32_t>(value.type));
  out.mutable_value()->set_value(value.value);
  std::uint64_t issued_at = 1'780'000'000'000'000;
  for (const auto& [origin, kind] : origins) {
    auto& said = *out.add_said();
    said.set_origin(std::string(32, origin[0]));
    said.set_origin_name(origin);
    said.set_bulletin_id(std::string(32, origin[0]));
    said.set_kind(kind);
    said.set_tlp(v1::TLP_AMBER);
    said.set_pap(v1::PAP_AMBER);
    said.set_verdict(v1::VERDICT_MALICIOUS);
    said.set_role(v1::ROLE_C2);
    said.set_confidence(81);
    said.set_issued_at(issued_at -= 1'000'000);
    said.set_valid_until(1'790'000'000'000'000);
    said.set_title("What we saw");
  }
  return out;
}

boost::json::array objects_of(const std::vector<v1::Indicator>& indicators, const Originals& originals = {}) {
  return boost::json::parse(write_all(indicators, originals)).at("objects").as_array();
}
const boost::json::object& of_type(const boost::json::array& objects, std::string_view type) {
  for (const auto& object : objects) {
    if (object.at("type").as_string() == type) return object.as_object();
  }
  throw std::runtime_error("no " + std::string(type));
}

TEST(StixIds, are_those_that_others_make_of_the_same_values) {
  // As the OASIS documentation's own examples have them.
  EXPECT_EQ(cyber_observables_of({observable::Type::Ipv4, std::string("\xcb\x00\x71\x13", 4)}).back().id,
            "ipv4-addr--eb780e48-1e2d-5f9b-bc12-aeb03136d2d9");
  EXPECT_EQ(cyber_observables_of({observable::Type::Domain, "example.foo.com"}).back().id,
            "domain-name--abb3d416-f520-5cee-a95f-26dd017e6c1f");
  EXPECT_EQ(cyber_observables_of({observable::Type::Email, "fred@abc.com"}).back().id,
            "email-addr--bc2a920c-1b53-5abf-b42c-86ff94037f7f");
  EXPECT_EQ(cyber_observables_of({observable::Type::Filename, "foo.exe"}).back().id,
            "file--7af1312c-4402-5d2f-b169-b118d73b85c4");
  EXPECT_EQ(
      cyber_observables_of({observable::Type::Regkey, "HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\WSALG2"})
          .back()
          .id,
      "windows-registry-key--16b80d14-d574-5620-abad-10ff304b1c26");
}

TEST(StixIds, of_what_an_origin_says_tell_whose_they_are) {
  const std::string taipei = "0123456789abcdefghijklmnopqrstuv", riga = "0123456789abcdeFghijklmnopqrstuv";
  const auto value = indicator("evil-name.tw", {}).value(), other = indicator("bad-host.tw", {}).value();
  for (const auto& id : {indicator_id(taipei, value), identity_id(taipei)}) {
    EXPECT_TRUE(is_id_of(id, taipei)) << id;
    EXPECT_FALSE(is_id_of(id, "1" + taipei.substr(1)));
    EXPECT_EQ(origin_begin(id), taipei.substr(0, origin_begin_bytes));
    EXPECT_THAT(id,
                testing::MatchesRegex("[a-z]+--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
  EXPECT_NE(indicator_id(taipei, value), indicator_id(taipei, other));
  EXPECT_NE(indicator_id(taipei, value), indicator_id(riga, value));
  EXPECT_FALSE(is_id_of("malware--1", taipei));
  EXPECT_EQ(origin_begin("malware--1"), "");
}

TEST(StixWriter, an_indicator_was_created_when_its_origin_first_reported_the_value) {
  const auto objects = objects_of({indicator(
      "evil-name.tw", {{"Taipei", v1::KIND_REPORT}, {"Riga", v1::KIND_REPORT}, {"Taipei", v1::KIND_REPORT}})});
  const auto& made = of_type(objects, "indicator");
  EXPECT_EQ(made.at("created").as_string(), "2026-05-28T20:26:37.000Z");
  EXPECT_EQ(made.at("modified").as_string(), "2026-05-28T20:26:39.000Z");
}

TEST(StixWriter, the_original_author_is_a_reference_beside_the_bulletin) {
  auto made = indicator("evil.tw", {{"ours", v1::KIND_REPORT}});
  EXPECT_EQ(of_type(objects_of({made}), "indicator").at("external_references").as_array().size(), 1U);
  made.mutable_said(0)->set_producer("CERT \"Example\"");
  const auto objects = objects_of({made});
  const auto& references = of_type(objects, "indicator").at("external_references").as_array();
  ASSERT_EQ(references.size(), 2U);
  EXPECT_EQ(references.at(1).at("source_name").as_string(), "CERT \"Example\"");
}

TEST(StixPatterns, of_every_type_are_read_as_the_value_that_they_were_written_of) {
  for (const std::string text :
       {"203.0.113.7", "2001:db8::7", "203.0.113.0/24", "203.0.113.7:443", "[2001:db8::7]:53", "evil.tw", "*.evil.tw",
        "http://evil.tw/a'b\\c", "a@evil.tw", "d8e8fca2dc0f896fd7cb4cb0031ba249", "AS64500", "CVE-2024-12345",
        "C:\\Windows\\evil.exe", "HKEY_LOCAL_MACHINE\\Software\\x", "00:1a:2b:3c:4d:5e"}) {
    const auto value = observable::parse(text);
    ASSERT_TRUE(value) << text;
    const auto written = pattern_of(value->observable);
    const auto pattern = parse_pattern(written.text);
    ASSERT_TRUE(pattern) << written.text << ": " << pattern.error().what;
    const auto found = atoms_of(*pattern);
    EXPECT_TRUE(found.exact) << written.text;
    ASSERT_EQ(found.atoms.size(), 1U) << written.text;
    EXPECT_EQ(found.atoms[0].observable, value->observable) << written.text;
  }
  for (const auto type :
       {observable::Type::Ja3, observable::Type::Jarm, observable::Type::Imphash, observable::Type::X509Sha256}) {
    const std::size_t bytes = type == observable::Type::Jarm ? 31 : type == observable::Type::X509Sha256 ? 32 : 16;
    const observable::Observable value{type, std::string(bytes, '\x17')};
    const auto found = atoms_of(*parse_pattern(pattern_of(value).text));
    ASSERT_EQ(found.atoms.size(), 1U) << pattern_of(value).text;
    EXPECT_EQ(found.atoms[0].observable, value);
  }
}

TEST(StixWriter, a_report_is_an_indicator_of_its_origin) {
  const auto objects = objects_of({indicator("evil.tw", {{"Taipei", v1::KIND_REPORT}})});
  const auto& made = of_type(objects, "indicator");
  EXPECT_EQ(made.at("pattern").as_string(), "[domain-name:value = 'evil.tw']");
  EXPECT_EQ(made.at("confidence").as_int64(), 80);
  EXPECT_EQ(made.at("indicator_types").as_array()[0].as_string(), "malicious-activity");
  EXPECT_EQ(made.at("kill_chain_phases").as_array()[0].at("phase_name").as_string(), "command-and-control");
  EXPECT_EQ(made.at("object_marking_refs").as_array()[0].as_string(),
            "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421");
  EXPECT_EQ(made.at("created_by_ref"), of_type(objects, "identity").at("id"));
  EXPECT_EQ(made.at("modified").as_string(), "2026-05-28T20:26:39.000Z");
  EXPECT_EQ(of_type(objects, "identity").at("name").as_string(), "Taipei");
  EXPECT_EQ(of_type(objects, "marking-definition").at("name").as_string(), "TLP:AMBER");
}

TEST(StixWriter, other_origins_stand_beside_each_other) {
  const auto objects = objects_of({indicator("evil.tw", {{"Brussels", v1::KIND_REPORT},
                                                         {"Taipei", v1::KIND_REPORT},
                                                         {"Taipei", v1::KIND_REPORT},
                                                         {"Riga", v1::KIND_DISPUTE},
                                                         {"Vilnius", v1::KIND_SIGHTING}})});
  std::size_t indicators = 0;
  for (const auto& object : objects) indicators += object.at("type").as_string() == "indicator" ? 1 : 0;
  EXPECT_EQ(indicators, 2U) << "an origin counts once, by its newest report";
  const auto earliest = indicator_id(std::string(32, 'T'), indicator("evil.tw", {}).value());
  EXPECT_EQ(of_type(objects, "opinion").at("object_refs").as_array()[0].as_string(), earliest);
  EXPECT_EQ(of_type(objects, "sighting").at("sighting_of_ref").as_string(), earliest);
  EXPECT_EQ(of_type(objects, "sighting").at("observed_data_refs").as_array()[0],
            of_type(objects, "observed-data").at("id"));
  EXPECT_EQ(of_type(objects, "observed-data").at("object_refs").as_array()[0],
            of_type(objects, "domain-name").at("id"));
}

TEST(StixWriter, writing_again_makes_the_same_bundle) {
  const std::vector all{indicator("evil.tw", {{"Brussels", v1::KIND_REPORT}}),
                        indicator("203.0.113.7", {{"Brussels", v1::KIND_REPORT}})};
  EXPECT_EQ(write_all(all, {}), write_all(all, {}));
  EXPECT_NE(write_all(all, {}), write_all({all[0]}, {}));
}

TEST(StixWriter, an_empty_bundle_is_one) {
  EXPECT_THAT(write_all({}, {}), HasSubstr(R"({"type":"bundle","objects":[],"id":"bundle--)"));
}

TEST(StixWriter, text_of_others_stays_within_its_quotes) {
  auto hostile = indicator("evil.tw", {{"Taipei", v1::KIND_REPORT}});
  hostile.mutable_said(0)->set_comment("\"}],\n\x01\xff \\");
  hostile.mutable_said(0)->set_origin_name("\"x");
  const auto objects = objects_of({hostile});
  EXPECT_EQ(of_type(objects, "indicator").at("description").as_string(), "\"}],\n\x01\xef\xbf\xbd \\");
}

TEST(StixWriter, what_came_as_stix_comes_back_as_that_object_alone) {
  auto came = indicator("evil.tw", {{"Taipei", v1::KIND_REPORT}});
  came.mutable_said(0)->add_tags("stix:indicator--1");
  came.mutable_said(0)->set_tlp(v1::TLP_GREEN);
  came.mutable_said(0)->set_pap(v1::PAP_GREEN);
  const auto original = R"({"type":"indicator","id":"indicator--1","x":1.50,"object_marking_refs":[")" +
                        std::string(marking_id(v1::TLP_AMBER)) + "\"]}";
  v1::Indicator opaque;
  opaque.mutable_value()->set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
  opaque.mutable_value()->set_value("indicator--1");
  *opaque.add_said() = came.said(0);
  const auto text = write_all({came, opaque}, [&](const v1::Said&, std::string_view id) {
    return id == "indicator--1" ? std::optional(original) : std::nullopt;
  });
  EXPECT_THAT(text, HasSubstr(original));
  EXPECT_EQ(boost::json::parse(text).at("objects").as_array().size(), 2U) << "and what it is marked with";
}

TEST(StixWriter, what_was_published_under_a_narrower_tlp_comes_back_with_it_and_its_definition) {
  auto opaque = indicator("evil.tw", {{"Taipei", v1::KIND_REPORT}});
  opaque.mutable_value()->set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
  opaque.mutable_value()->set_value("malware--1");
  const auto text = write_all({opaque}, [](const v1::Said&, std::string_view) {
    return std::optional<std::string>(R"({"type":"malware","id":"malware--1"})");
  });
  const auto objects = boost::json::parse(text).at("objects").as_array();
  ASSERT_EQ(objects.size(), 2U) << text;
  EXPECT_EQ(of_type(objects, "malware").at("object_marking_refs").as_array().at(0),
            of_type(objects, "marking-definition").at("id"));
  EXPECT_EQ(of_type(objects, "marking-definition").at("name").as_string(), "TLP:AMBER");
}

TEST(StixWriter, what_is_no_such_object_spoils_nothing) {
  const std::string id = "malware--1";
  for (const std::string json :
       {R"({"type":"malware","id":"malware--1"}]})", R"({"type":"malware","id":"malware--2"})",
        R"({"type":"tool","id":"malware--1"})", R"([{"type":"malware","id":"malware--1"}])",
        R"({"type":"malware","id":"malware--1","id":"malware--1"})", R"({"type":"malware"})",
        R"({"type":"malware","id":["malware--1"]})", "{\"type\":\"malware\",\"id\":\"malware--1\",\"x\":\"\xff\"}",
        R"({"type":"malware","x":{"id":"malware--1"}})", R"("malware--1")", ""}) {
    EXPECT_FALSE(is_object_text(json, id)) << json;
  }
  EXPECT_TRUE(is_object_text(R"( {"x":{"id":7,"type":[]}, "i\u0064":"malware--1","type":"malware"} )", id));
  EXPECT_FALSE(is_object_text(
      R"({"type":"malware","id":"malware--1","x":)" + std::string(80, '[') + std::string(80, ']') + "}", id));
}

TEST(StixWriter, without_the_original_the_object_is_made_anew) {
  auto came = indicator("evil.tw", {{"Taipei", v1::KIND_REPORT}});
  came.mutable_said(0)->add_tags("stix:indicator--1");
  const auto text = write_all({came}, [](const v1::Said&, std::string_view) { return std::nullopt; });
  EXPECT_THAT(text, HasSubstr("[domain-name:value = 'evil.tw']"));
  EXPECT_THAT(text, Not(HasSubstr("indicator--1\"")));
}

}  // namespace
}  // namespace tidings::stix
