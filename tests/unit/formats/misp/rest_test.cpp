#include "formats/misp/rest.hpp"

#include <gtest/gtest.h>

#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

SearchPage page_of(std::string_view text) {
  TextSource source(text);
  return read_search_page(source).value();
}

TEST(SearchPage, tells_from_when_to_when_it_is_and_whether_it_is_sorted) {
  const auto sorted = page_of(R"({"response":[{"Event":{"timestamp":"1700000000"}},{"Event":{"timestamp":"1700000007"}},
                                  {"Event":{"timestamp":"1700000007"}}]})");
  EXPECT_EQ(sorted.events, 3u);
  EXPECT_EQ(sorted.earliest, 1'700'000'000u);
  EXPECT_EQ(sorted.latest, 1'700'000'007u);
  EXPECT_TRUE(sorted.in_order);
  const auto other =
      page_of(R"({"response":[{"Event":{"timestamp":"1700000007"}},{"Event":{"timestamp":"1700000000"}}]})");
  EXPECT_FALSE(other.in_order);
  EXPECT_EQ(other.earliest, 1'700'000'000u);
}

TEST(SearchPage, without_events_is_the_last) { EXPECT_EQ(page_of(R"({"response":[]})").events, 0u); }

}  // namespace
}  // namespace tidings::misp
