#include "formats/warninglist/misp_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::warninglist {
namespace {

using base::ErrorCode;
using observable::Type;
using testing::EndsWith;
using testing::HasSubstr;

std::string list_json(const std::string& members) {
  return R"({"name":"N","type":"string","list":["a.tw"])" + members + "}";
}

base::Error refused(std::string_view json) {
  const auto read = read_misp_list(json);
  EXPECT_TRUE(read.has_error()) << json;
  return read.has_error() ? read.error() : base::Error{};
}

TEST(MispList, a_list_is_read_with_its_name_kind_types_and_entries) {
  const auto list = read_misp_list(R"({
    "description": "Caf\u00e9", "version": 20260820, "name": "Known resolvers", "type": "cidr",
    "matching_attributes": ["ip-src", "domain|ip", "phone-number"], "list": ["9.9.9.9", "2620:fe::/48"]})")
                        .value();
  EXPECT_EQ(list.name, "Known resolvers");
  EXPECT_EQ(list.kind, warning::Kind::Cidr);
  ASSERT_EQ(list.entries.size(), 2U);
  EXPECT_EQ(list.entries[1].text, "2620:fe::/48");
  EXPECT_EQ(list.entries[1].number, 1U);
  for (const auto type : {Type::Ipv4, Type::Ipv6Cidr, Type::Domain, Type::DomainWildcard})
    EXPECT_TRUE(list.types.has(type));
  for (const auto type : {Type::Url, Type::IpPort, Type::Sha256}) EXPECT_FALSE(list.types.has(type));
}

TEST(MispList, without_attributes_it_is_about_every_type) {
  for (const auto* none : {"", R"(,"matching_attributes":[])"}) {
    const auto list = read_misp_list(list_json(none)).value();
    for (const auto type : observable::all_types()) EXPECT_TRUE(list.types.has(type)) << none;
  }
  EXPECT_TRUE(read_misp_list(list_json(R"(,"matching_attributes":["phone-number"])")).value().types.is_empty());
}

TEST(MispList, members_that_are_not_known_are_passed_over_however_deep) {
  EXPECT_TRUE(read_misp_list(list_json(R"(,"category":"known","x":{"list":[1,{"name":null}],"name":true})")));
  EXPECT_EQ(read_misp_list(list_json(R"(,"description":")" + std::string(100'000, 'x') + "\"")).value().name, "N");
}

TEST(MispList, a_byte_order_mark_and_blanks_around_it_do_no_harm) {
  EXPECT_TRUE(read_misp_list("\xef\xbb\xbf \n" + list_json("") + "\n\n"));
}

TEST(MispList, a_fault_is_told_with_its_place) {
  EXPECT_THAT(refused(R"({"name":"N","type":"string","list":["a",7]})").what, EndsWith("it is not a text, at /list/1"));
  EXPECT_THAT(refused(R"({"name":"N","type":"string","list":["a",["b"]]})").what, EndsWith("at /list/1"));
  EXPECT_THAT(refused(R"({"name":"N","type":"string","list":{"a":1}})").what, EndsWith("at /list"));
  EXPECT_THAT(refused(R"({"name":"N","type":"string","list":"a"})").what, EndsWith("it is not an array, at /list"));
  EXPECT_THAT(refused(R"({"name":["N"],"type":"string","list":[]})").what, EndsWith("at /name"));
  EXPECT_THAT(refused(R"({"name":"N","type":"glob","list":[]})").what,
              EndsWith("none of string, substring, hostname, cidr, regex, at /type"));
  EXPECT_THAT(refused(R"({"type":"string","list":[]})").what, EndsWith("it has no name, at /name"));
  EXPECT_THAT(refused(R"({"name":"N","list":[]})").what, EndsWith("it has no type, at /type"));
  EXPECT_THAT(refused(R"({"name":"N","type":"string"})").what, EndsWith("it has no list, at /list"));
  EXPECT_THAT(refused(R"({"a/b~c":1,"a/b~c":2})").what, EndsWith("the member stands twice, at /a~1b~0c"));
  EXPECT_THAT(refused("[]").what, HasSubstr("it is not an object"));
  EXPECT_THAT(refused("\"x\"").what, HasSubstr("it is not an object"));
}

TEST(MispList, what_is_no_json_is_told_by_its_byte) {
  EXPECT_THAT(refused(R"({"name":"N",,})").what, HasSubstr("at byte 12"));
  EXPECT_THAT(refused("").what, HasSubstr("not JSON"));
  EXPECT_THAT(refused(R"({"name":"N")").what, HasSubstr("not JSON"));
  EXPECT_THAT(refused("{\"name\":\"N\xff\"}").what, HasSubstr("not JSON"));
  EXPECT_THAT(refused(list_json("") + "{}").what, HasSubstr("more stands behind the list"));
}

TEST(MispList, huge_numbers_and_deep_nesting_are_no_harm) {
  EXPECT_TRUE(read_misp_list(list_json(",\"version\":123456789012345678901234567890")));
  (void)read_misp_list(list_json(",\"version\":1e999999999"));  // refused or taken: it ends
  EXPECT_THAT(refused(list_json(",\"x\":" + std::string(100'000, '['))).what, HasSubstr("nested too deeply"));
}

TEST(MispList, what_is_beyond_a_bound_is_refused_before_it_is_kept) {
  EXPECT_EQ(refused(R"({"name":")" + std::string(300, 'n') + "\"}").code, ErrorCode::TooLarge);
  EXPECT_EQ(refused(R"({"name":"N","type":"string","list":[")" + std::string(5'000, 'n') + "\"]}").code,
            ErrorCode::TooLarge);
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"m" + std::to_string(i) + "\":0,";
  EXPECT_EQ(refused(many + R"("name":"N"})").code, ErrorCode::TooLarge);
}

}  // namespace
}  // namespace tidings::warninglist
