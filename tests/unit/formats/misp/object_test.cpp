#include "formats/misp/object.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>

#include "formats/told/names.hpp"

namespace tidings::misp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::string member(std::string_view relation, std::string_view type, std::string_view value,
                   std::string_view more = "") {
  return R"({"object_relation":")" + std::string(relation) + R"(","type":")" + std::string(type) +
         R"(","to_ids":true,"category":"Payload delivery","value":")" + std::string(value) + "\"" + std::string(more) +
         "}";
}

std::vector<std::string> read(const std::string& attributes, std::string_view more = "") {
  const auto json = boost::json::parse(R"({"name":"file","Attribute":[)" + attributes + "]" + std::string(more) + "}");
  std::vector<std::string> out;
  for (const auto& [claim, from] : read_object(json.as_object()).claims) {
    out.push_back(told::type_name(claim.type()) + " " + told::value_text(claim.type(), claim.value()));
  }
  return out;
}

const std::string md5(32, 'a');
const std::string sha256(64, 'b');

TEST(MispObject, a_files_name_is_joined_with_its_strongest_hash_which_also_counts_alone) {
  EXPECT_THAT(read(member("filename", "filename", "a.exe") + "," + member("md5", "md5", md5) + "," +
                   member("sha256", "sha256", sha256) + "," + member("state", "text", "Malicious")),
              UnorderedElementsAre("md5 " + md5, "sha256 " + sha256, "filename|sha256 a.exe|" + sha256));
}

TEST(MispObject, of_several_names_each_stands_for_itself) {
  EXPECT_THAT(read(member("filename", "filename", "a.exe") + "," + member("filename", "filename", "b.exe") + "," +
                   member("md5", "md5", md5)),
              UnorderedElementsAre("filename a.exe", "filename b.exe", "md5 " + md5));
}

TEST(MispObject, addresses_are_joined_with_ports_of_their_side) {
  EXPECT_THAT(read(member("ip", "ip-dst", "198.51.100.7") + "," + member("dst-port", "port", "443") + "," +
                   member("dst-port", "port", "8443") + "," + member("src-port", "port", "1")),
              UnorderedElementsAre("ip-port 198.51.100.7:443", "ip-port 198.51.100.7:8443"));
  EXPECT_THAT(read(member("ip-src", "ip-src", "198.51.100.7") + "," + member("dst-port", "port", "443")),
              ElementsAre("ipv4 198.51.100.7"));
}

TEST(MispObject, more_than_a_few_pairs_are_a_range_and_not_joined) {
  std::string attributes = member("ip", "ip-dst", "198.51.100.7");
  for (int port = 1; port < 200; ++port) attributes += "," + member("dst-port", "port", std::to_string(port));
  EXPECT_THAT(read(attributes), ElementsAre("ipv4 198.51.100.7"));
}

TEST(MispObject, a_deleted_part_is_none_of_it_and_a_deleted_object_has_none) {
  EXPECT_THAT(read(member("filename", "filename", "a.exe", R"(,"deleted":true)") + "," + member("md5", "md5", md5)),
              ElementsAre("md5 " + md5));
  EXPECT_THAT(read(member("md5", "md5", md5), R"(,"deleted":"1")"), IsEmpty());
}

TEST(MispObject, what_was_joined_is_not_told_as_opaque) {
  const auto json = boost::json::parse("{\"Attribute\":[" + member("ip", "ip-dst", "198.51.100.7") + "," +
                                       member("dst-port", "port", "443") + "]}");
  for (const auto& attribute : read_object(json.as_object()).attributes) EXPECT_FALSE(attribute.fate);
}

}  // namespace
}  // namespace tidings::misp
