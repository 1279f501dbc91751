#include "formats/json/cutter.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "formats/draft/text_source.hpp"

namespace tidings::json_stream {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;

using draft::TextSource;

struct Cut {
  std::vector<std::string> elements;  ///< "pointer bytes"
  base::Result<boost::json::value> rest{base::fail(ErrorCode::Internal, "not read")};
};

Cut cut_text(std::string_view text, CutterOptions options, std::size_t at_once = 1 << 20) {
  TextSource source(text, at_once);
  Cut made;
  made.rest = cut(source, options, [&](const Element& element) -> base::Status {
    made.elements.push_back(std::string(element.pointer) + " " + std::string(element.bytes));
    EXPECT_EQ(boost::json::parse(element.bytes), element.value);
    return {};
  });
  return made;
}

constexpr std::string_view bundle =
    R"({"type":"bundle", "objects" : [ {"id":"a","x":[1,2]}, 7 , "t\"]", [ ] ], "id":"b\u00e4", "n": {"objects":[3]}})";

TEST(Cutter, elements_come_one_by_one_and_the_rest_at_the_end) {
  const auto made = cut_text(bundle, {.arrays = {"/objects"}});
  EXPECT_THAT(made.elements, ElementsAre(R"(/objects/0 {"id":"a","x":[1,2]})", "/objects/1 7", R"(/objects/2 "t\"]")",
                                         "/objects/3 []"));
  ASSERT_TRUE(made.rest) << made.rest.error().what;
  EXPECT_EQ(boost::json::serialize(*made.rest),
            "{\"type\":\"bundle\",\"objects\":[],\"id\":\"bä\",\"n\":{\"objects\":[3]}}");
}

TEST(Cutter, a_byte_order_mark_is_passed_over) {
  const auto marked = "\xef\xbb\xbf" + std::string(bundle);
  for (const std::size_t at_once : {1U, 2U, 1000U}) {
    EXPECT_EQ(cut_text(marked, {.arrays = {"/objects"}}, at_once).elements,
              cut_text(bundle, {.arrays = {"/objects"}}).elements);
  }
  EXPECT_FALSE(cut_text("\xef\xbb{}", {}).rest);
  EXPECT_FALSE(cut_text("\xef\xbb\xbf", {}).rest);
}

TEST(Cutter, what_is_no_json_is_told_by_its_name_and_place) {
  const auto why = [](std::string_view text) {
    const auto made = cut_text(text, {.arrays = {"/objects"}});
    return made.rest ? std::string() : made.rest.error().what;
  };
  EXPECT_EQ(why(R"({"objects":[{"a":1},{"x":[true,{"c":NaN}]}]})"), "/objects/1/x/1/c: NaN is no number in JSON");
  EXPECT_EQ(why(R"({"objects":[{"c":-Infinity}]})"), "/objects/0/c: -Infinity is no number in JSON");
  EXPECT_EQ(why("{\"objects\":[{\"n\":\"a\xff\"}]}"), "/objects/0/n: bytes that are no UTF-8");
  EXPECT_EQ(why("{\"objects\":[],\"n\":[1,\"\xc3(\"]}"), "/n/1: bytes that are no UTF-8");
  EXPECT_EQ(why("{\"objects\":[],\"\xff\":1}"), "a name of bytes that are no UTF-8");
  EXPECT_EQ(why(R"({"objects":[],"n":NaN})"), "/n: NaN is no number in JSON");
  EXPECT_THAT(why(R"({"objects":[{"NaN":"NaN","a":tru}]})"), testing::StartsWith("/objects/0: "));
  EXPECT_EQ(why(R"({"objects":[{"a":"x\ud83d"}]})"), R"(/objects/0/a: \ud83d is half of a character)");
  EXPECT_EQ(why(R"({"objects":[],"n":["\ud83d\ude00","\uDE00"]})"), R"(/n/1: \uDE00 is half of a character)");
}

TEST(Cutter, chunks_of_any_size_give_the_same) {
  const auto whole = cut_text(bundle, {.arrays = {"/objects"}});
  for (const std::size_t at_once : {1U, 2U, 3U, 7U}) {
    const auto made = cut_text(bundle, {.arrays = {"/objects"}}, at_once);
    EXPECT_EQ(made.elements, whole.elements);
    EXPECT_EQ(*made.rest, *whole.rest);
  }
}

TEST(Cutter, stars_stand_for_any_element_and_the_root_may_be_the_array) {
  constexpr std::string_view events =
      R"({"response":[{"Event":{"Attribute":[1,2],"id":5}},{"Event":{"Attribute":[3]}}]})";
  EXPECT_THAT(cut_text(events, {.arrays = {"/response/*/Event/Attribute"}}).elements,
              ElementsAre("/response/0/Event/Attribute/0 1", "/response/0/Event/Attribute/1 2",
                          "/response/1/Event/Attribute/0 3"));
  EXPECT_THAT(cut_text("[1,{\"a/~\":2}]", {.arrays = {""}}).elements, ElementsAre("/0 1", R"(/1 {"a/~":2})"));
}

TEST(Cutter, a_name_that_stands_twice_is_a_fault_also_when_it_is_written_otherwise) {
  for (const auto* text : {R"({"objects":[{"id":1,"id":2}]})", R"({"a":1,"\u0061":2})"}) {
    const auto made = cut_text(text, {.arrays = {"/objects"}});
    ASSERT_FALSE(made.rest);
    EXPECT_THAT(made.rest.error().what, HasSubstr("twice"));
  }
}

TEST(Cutter, what_is_no_json_is_told_with_its_place) {
  for (const auto* text : {"",
                           "{",
                           "[1,]",
                           "[1 2]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "[1]x",
                           "[\"a",
                           "nul",
                           "[tru]",
                           "[01]",
                           "{\"objects\":[\"\xff\"]}",
                           "{]",
                           "[}",
                           ",",
                           ":",
                           "[,1]",
                           "{\"a\":1,}",
                           "\"\\"}) {
    const auto made = cut_text(text, {.arrays = {"/objects"}});
    ASSERT_FALSE(made.rest) << text;
    EXPECT_EQ(made.rest.error().code, ErrorCode::BadInput) << text;
    EXPECT_FALSE(made.rest.error().what.empty());
  }
}

TEST(Cutter, depth_an_element_and_the_rest_are_bounded) {
  const CutterOptions options{.arrays = {"/o"}, .max_element_bytes = 10, .max_rest_bytes = 40, .max_depth = 5};
  EXPECT_TRUE(cut_text(R"({"o":["12345678"]})", options).rest);
  EXPECT_EQ(cut_text(R"({"o":["123456789"]})", options).rest.error().code, ErrorCode::TooLarge);
  EXPECT_EQ(cut_text("{\"a\":\"" + std::string(40, 'x') + "\"}", options).rest.error().code, ErrorCode::TooLarge);
  EXPECT_TRUE(cut_text("[[[[[]]]]]", options).rest);
  EXPECT_EQ(cut_text("[[[[[[]]]]]]", options).rest.error().code, ErrorCode::BadInput) << "however short it is";
  EXPECT_EQ(cut_text(std::string(1'000'000, '['), options).rest.error().code, ErrorCode::BadInput);
  EXPECT_THAT(cut_text(R"({"o":[[[[[[[]]]]]]]})", options).rest.error().what, HasSubstr("nested deeper"));
}

TEST(Cutter, what_is_no_json_within_an_element_is_told_with_its_place) {
  for (const auto* text : {R"({"a":1 2})", "[1\n2]", R"({"a" 1})", R"({"a":"b)", R"({"a":"b\)", "{]", "[}", "[[]",
                           R"({"a":1}})", R"(["a"  "b"])", "[nul l]"}) {
    const auto made = cut_text("[" + std::string(text) + "]", {.arrays = {""}}, 3);
    ASSERT_FALSE(made.rest) << text;
    EXPECT_EQ(made.rest.error().code, ErrorCode::BadInput) << text;
  }
}

TEST(Cutter, an_element_that_cannot_be_taken_is_told_and_the_rest_goes_on) {
  const auto deep = "{\"a\":" + std::string(80, '[') + std::string(80, ']') + "}";
  const auto text = R"([{"id":1},{"b":1,"b":2},{"n":NaN},)" + deep + R"(,{"x":")" + std::string(40'000, 'x') +
                    "\"},{\"u\":\"\xff\"},{\"s\":\"\\ud83d\"},{\"c\":{\"d\":[{\"e\":1,\"e\":2}]}},{\"id\":2}]";
  for (const std::size_t at_once : {1U, 7U, 100'000U}) {
    std::vector<std::string> refused;
    CutterOptions options{.arrays = {""}, .max_element_bytes = 30'000};
    options.on_refused = [&](std::string_view pointer, const std::string& reason) {
      refused.push_back(std::string(pointer) + " " + reason);
    };
    const auto made = cut_text(text, options, at_once);
    ASSERT_TRUE(made.rest) << made.rest.error().what;
    EXPECT_THAT(made.elements, ElementsAre(R"(/0 {"id":1})", R"(/8 {"id":2})"));
    EXPECT_THAT(refused, ElementsAre("/1 has \"b\" twice", HasSubstr("/2 "), "/3 is nested deeper than 64",
                                     "/4 is longer than 30000 bytes", HasSubstr("/5 "), HasSubstr("/6 "),
                                     "/7 /c/d/0 has \"e\" twice"));
  }
}

TEST(Cutter, an_element_is_given_without_the_white_space_between_its_tokens) {
  constexpr std::string_view text = "[ { \"a b\" : [ 1 ,\t2 ] ,\n\"c\\\" d\" : \"\\\\\" , \"e\": { \"f\":true } } ]";
  for (const std::size_t at_once : {1U, 2U, 5U, 100U}) {
    EXPECT_THAT(cut_text(text, {.arrays = {""}}, at_once).elements,
                ElementsAre("/0 {\"a b\":[1,2],\"c\\\" d\":\"\\\\\",\"e\":{\"f\":true}}"));
  }
}

TEST(Cutter, a_name_that_stands_twice_deep_in_an_element_is_told) {
  const auto made =
      cut_text(R"({"objects":[{"a":1},{"b":[{"c":{"d":1,"e":2,"\u0064":3}}]}]})", {.arrays = {"/objects"}});
  ASSERT_FALSE(made.rest);
  EXPECT_EQ(made.rest.error().what, "/objects/1/b/0/c has \"d\" twice");
}

TEST(Cutter, many_elements_need_no_room_of_the_rest) {
  std::string text = "{\"o\":[0";
  for (int i = 1; i < 100'000; ++i) text += "," + std::to_string(i);
  const auto made = cut_text(text + "]}", {.arrays = {"/o"}, .max_rest_bytes = 16});
  ASSERT_TRUE(made.rest) << made.rest.error().what;
  EXPECT_EQ(made.elements.size(), 100'000u);
}

TEST(Cutter, what_nobody_wants_is_passed_over_and_the_rest_keeps_its_place) {
  CutterOptions options{.arrays = {"/objects"}};
  options.wants = [](std::string_view bytes) { return bytes.find('7') != std::string_view::npos; };
  const auto made = cut_text(R"({"objects":[{"a":1},{"a":7},[nonsense],7],"id":2})", options);
  ASSERT_TRUE(made.rest) << made.rest.error().what;
  EXPECT_THAT(made.elements, ElementsAre(R"(/objects/1 {"a":7})", "/objects/3 7"));
}

TEST(Cutter, what_the_sink_answers_ends_it) {
  TextSource source("[1,2]", 10);
  int seen = 0;
  const auto made = cut(source, {.arrays = {""}}, [&](const Element&) -> base::Status {
    ++seen;
    return base::fail(ErrorCode::Busy, "enough");
  });
  EXPECT_EQ(made.error().code, ErrorCode::Busy);
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace tidings::json_stream
