#include "formats/misp/rest.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

SearchPage page_of(std::string_view text) {
  TextSource source(text);
  return read_search_page(source).value();
}

TEST(SearchPage, tells_from_when_to_when_it_is_and_whether_it_is_sorted) {
  const auto sorted = page_of(R"({"response":[{"Event":{"publish_timestamp":"1700000000","timestamp":"1"}},
      {"Event":{"publish_timestamp":"1700000007"}},{"Event":{"publish_timestamp":"1700000007"}}]})");
  EXPECT_EQ(sorted.events, 3u);
  EXPECT_EQ(sorted.earliest, 1'700'000'000u);
  EXPECT_EQ(sorted.latest, 1'700'000'007u);
  EXPECT_TRUE(sorted.in_order);
  const auto other = page_of(
      R"({"response":[{"Event":{"publish_timestamp":"1700000007"}},{"Event":{"publish_timestamp":"1700000000"}}]})");
  EXPECT_FALSE(other.in_order);
  EXPECT_EQ(other.earliest, 1'700'000'000u);
}

TEST(SearchPage, without_events_is_the_last) { EXPECT_EQ(page_of(R"({"response":[]})").events, 0u); }

TEST(Search, asks_for_what_was_published_since_by_when_it_was) {
  EXPECT_EQ(write_search({1'700'000'000, 2, 50}),
            R"({"returnFormat":"json","published":true,"page":2,"limit":50,"order":"Event.publish_timestamp ASC",)"
            R"("publish_timestamp":"1700000000"})");
  EXPECT_EQ(write_search({0, 1, 1, true}),
            R"({"returnFormat":"json","published":true,"page":1,"limit":1,"order":"Event.publish_timestamp DESC"})");
}

TEST(Search, goes_on_by_instants_and_by_pages_within_one_second_alone) {
  const auto next = [](const Search& search, std::uint64_t earliest, std::uint64_t latest) {
    const auto found = behind(search, {50, earliest, latest, true});
    return std::pair(found.since, found.page);
  };
  using Place = std::pair<std::uint64_t, std::uint32_t>;
  EXPECT_EQ(next({0, 1}, 7, 9), Place(9, 1));
  EXPECT_EQ(next({0, 1}, 9, 9), Place(9, 2)) << "the first page of that second is what was read";
  EXPECT_EQ(next({9, 2}, 9, 9), Place(9, 3));
  EXPECT_EQ(next({9, 3}, 9, 12), Place(12, 1));
  EXPECT_EQ(next({9, 3}, 12, 12), Place(12, 2));
}

}  // namespace
}  // namespace tidings::misp
