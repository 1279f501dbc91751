#include "formats/misp/attribute_types.hpp"

#include <gmock/gmock.h>

#include <set>

#include "formats/told/names.hpp"

namespace tidings::misp {
namespace {

using observable::Type;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> read(std::string_view type, std::string_view value) {
  std::vector<std::string> out;
  for (const auto& [kind, bytes] : observables_in(attribute_type(type), value).found) {
    out.push_back(std::string(observable::name(kind)) + " " + observable::to_text(kind, bytes));
  }
  return out;
}

TEST(AttributeTypes, none_stands_twice_and_each_observable_has_a_type) {
  std::set<std::string_view> names;
  for (const auto& type : attribute_types()) {
    EXPECT_TRUE(names.insert(type.name).second) << type.name;
    EXPECT_EQ(type.form == Form::None, type.first == Type::None) << type.name;
    EXPECT_EQ(attribute_type(type.name).name, type.name);
  }
  EXPECT_EQ(attribute_type("of a later version").form, Form::None);
}

TEST(AttributeTypes, a_name_with_a_hash_that_has_no_type_of_both_is_two) {
  const std::string sha512(128, 'a');
  EXPECT_THAT(read("filename|sha512", "a.exe|" + sha512), ElementsAre("filename a.exe", "sha512 " + sha512));
  EXPECT_THAT(read("filename|vhash", "a.exe|0150"), ElementsAre("filename a.exe"));
}

TEST(AttributeTypes, of_two_parts_the_readable_one_is_taken_and_the_other_told) {
  const auto made = observables_in(attribute_type("domain|ip"), "evil.example|300.1.1.1");
  EXPECT_EQ(made.found.size(), 1u);
  EXPECT_THAT(made.refusal, Not(IsEmpty()));
  EXPECT_THAT(observables_in(attribute_type("domain|ip"), "evil.example").refusal, Not(IsEmpty()));
}

TEST(AttributeTypes, victims_and_persons_are_no_observables) {
  for (const auto* name :
       {"target-email", "target-machine", "passport-number", "full-name", "phone-number", "cc-number"}) {
    EXPECT_EQ(attribute_type(name).form, Form::None) << name;
  }
}

TEST(AttributeTypes, a_role_is_told_where_category_and_type_leave_no_doubt) {
  const auto role = [](std::string_view type, std::string_view category) {
    return role_of(attribute_type(type), category);
  };
  EXPECT_EQ(role("sha256", "Payload delivery"), v1::ROLE_PAYLOAD);
  EXPECT_EQ(role("url", "Payload delivery"), v1::ROLE_DELIVERY);
  EXPECT_EQ(role("email-dst", "Payload delivery"), v1::ROLE_UNSPECIFIED);
  EXPECT_EQ(role("mutex", "Artifacts dropped"), v1::ROLE_ARTEFACT);
  EXPECT_EQ(role("regkey", "Persistence mechanism"), v1::ROLE_ARTEFACT);
  EXPECT_EQ(role("btc", "Financial fraud"), v1::ROLE_PAYMENT);
  EXPECT_EQ(role("whois-registrant-email", "Attribution"), v1::ROLE_INFRASTRUCTURE);
  EXPECT_EQ(role("ip-dst", "Network activity"), v1::ROLE_UNSPECIFIED);
}

TEST(AttributeTypes, what_is_written_for_an_observable_reads_as_it_again) {
  for (const auto& [type, text] :
       std::vector<std::pair<std::string_view, std::string>>{{"ipv4", "198.51.100.7"},
                                                             {"ipv6-cidr", "2001:db8::/32"},
                                                             {"ip-port", "198.51.100.7:443"},
                                                             {"ip-port", "[2001:db8::7]:443"},
                                                             {"domain", "evil.example"},
                                                             {"domain-wildcard", "*.evil.example"},
                                                             {"url", "http://evil.example/a?b"},
                                                             {"email", "who@evil.example"},
                                                             {"filename|sha1", "a.exe|" + std::string(40, 'a')},
                                                             {"regkey", "HKEY_CURRENT_USER\\Software\\X"},
                                                             {"asn", "AS64496"},
                                                             {"cve", "CVE-2026-1234"},
                                                             {"bitcoin", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"},
                                                             {"jarm", std::string(62, 'a')},
                                                             {"x509-sha1", std::string(40, 'b')},
                                                             {"yara", "rule a { condition: true }"}}) {
    const auto parsed = observable::parse(text, {*observable::type_from_name(type), false});
    ASSERT_TRUE(parsed) << type << text;
    const auto form = attribute_form(parsed->observable.type, parsed->observable.value, v1::ROLE_UNSPECIFIED);
    const auto again = observables_in(attribute_type(form.type), form.value);
    ASSERT_EQ(again.found.size(), type == "filename|sha1" ? 2u : 1u) << form.type << form.value << again.refusal;
    EXPECT_EQ(again.found.front(), parsed->observable) << form.type << " " << form.value;
  }
}

}  // namespace
}  // namespace tidings::misp
