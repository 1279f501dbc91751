#include "daemon/http/server/target.hpp"

#include <gtest/gtest.h>

namespace tidings::server {
namespace {

TEST(Target, percent_signs_stand_before_two_digits_and_make_text) {
  EXPECT_EQ(percent_decoded("a%20b%C3%A9"), "a b\xc3\xa9");
  EXPECT_EQ(percent_decoded("%41"), "A");
  for (const auto* text : {"%", "%4", "%4g", "%ff", "%00"}) EXPECT_FALSE(percent_decoded(text)) << text;
}

TEST(Target, a_path_is_its_segments_and_nothing_climbs) {
  EXPECT_EQ(*path_segments("/a/b%2Fc/"), (std::vector<std::string>{"a", "b/c", ""}));
  EXPECT_EQ(*path_segments("/"), std::vector<std::string>{""});
  for (const auto* path : {"", "a", "/a//b", "/../x", "/a/%2e%2e/", "/a/./b", "/%"})
    EXPECT_FALSE(path_segments(path)) << path;
}

TEST(Target, a_query_is_read_in_order_and_bounded) {
  const auto read = query_parameters("match[type]=a,b&limit=5&limit=6&flag&x=1+1%3D2");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (Parameters{{"match[type]", "a,b"}, {"limit", "5"}, {"limit", "6"}, {"flag", ""}, {"x", "1+1=2"}}));
  std::string many;
  for (std::size_t i = 0; i <= max_parameters; ++i) many += "a=1&";
  EXPECT_EQ(query_parameters(many).error().code, base::ErrorCode::TooLarge);
  EXPECT_FALSE(query_parameters("a=%zz"));
}

TEST(Target, media_types_have_parameters_and_qualities) {
  const auto types = accepted("application/TAXII+json; version=\"2.1\" ; q=0.5, text/html, nonsense, */*;q=0");
  ASSERT_EQ(types.size(), 3U);
  EXPECT_EQ(types[0].subtype, "taxii+json");
  EXPECT_EQ(types[0].parameter("version"), "2.1");
  EXPECT_EQ(types[0].quality, 500U);
  EXPECT_EQ(types[2].quality, 0U);
  EXPECT_FALSE(media_type("application"));
  EXPECT_FALSE(media_type("a/b;q=2"));
}

TEST(Target, an_encoding_that_is_refused_is_not_listed) {
  EXPECT_TRUE(lists_token("deflate, gzip;q=0.5", "gzip"));
  EXPECT_FALSE(lists_token("deflate, gzip;q=0", "gzip"));
  EXPECT_FALSE(lists_token("deflate", "gzip"));
}

TEST(Target, entity_tags_are_compared_weakly) {
  EXPECT_TRUE(matches_tag("\"a\", W/\"b\"", "\"b\""));
  EXPECT_TRUE(matches_tag("*", "\"b\""));
  EXPECT_FALSE(matches_tag("\"a\"", "\"b\""));
}

}  // namespace
}  // namespace tidings::server
