#include "daemon/http/taxii/asked.hpp"

#include <gtest/gtest.h>

#include "daemon/http/taxii/ids.hpp"
#include "daemon/http/taxii/resources.hpp"
#include "daemon/http/taxii/status.hpp"

namespace tidings::taxii {
namespace {

base::Result<Asked> asked(std::string_view query, Takes takes = Takes::Everything) {
  return read_asked(*server::query_parameters(query), takes);
}

TEST(Asked, takes_what_the_standard_names) {
  const auto read = asked(
      "added_after=2026-11-22T14:03:05.000001Z&limit=7&match[type]=indicator,malware&match[version]=first,last,2026-01-"
      "01T00:00:00Z"
      "&match[id]=indicator--00000000-0000-4000-8000-000000000000&match[spec_version]=2.1&match[unknown]=x");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->added_after, 1'795'356'185'000'001U);
  EXPECT_EQ(read->limit, 7U);
  EXPECT_TRUE(read->wants_type("malware"));
  EXPECT_FALSE(read->wants_type("report"));
  EXPECT_TRUE(read->versions.first && read->versions.last && read->versions.exactly.size() == 1);
}

TEST(Asked, means_the_last_version_of_everything_if_it_does_not_say) {
  const auto read = asked("");
  EXPECT_TRUE(read->versions.last);
  EXPECT_FALSE(read->versions.all || read->versions.first);
  EXPECT_TRUE(read->wants_type("anything"));
}

TEST(Asked, takes_a_limit_of_any_size) {
  EXPECT_EQ(asked("limit=18446744073709551616")->limit, ~std::uint64_t{0});
  EXPECT_EQ(asked("limit=" + std::string(200, '9'))->limit, ~std::uint64_t{0});
  EXPECT_FALSE(asked("limit=99999999999999999999x"));
}

TEST(Asked, refuses_what_is_malformed_or_given_twice) {
  for (const auto* query :
       {"limit=0", "limit=-1", "limit=1&limit=1", "added_after=2026-11-22", "added_after=2026-13-01T00:00:00Z",
        "added_after=2026-11-22T14:03:05+01:00", "match[version]=all,first", "match[version]=newest", "match[id]=x",
        "match[type]=a,,b", "match[type]=A", "match[version]=last,last", "next="}) {
    EXPECT_FALSE(asked(query)) << query;
  }
  std::string many = "match[type]=a";
  for (std::size_t i = 0; i < max_matches; ++i) many += ",a";
  EXPECT_FALSE(asked(many));
}

TEST(Asked, leaves_alone_what_an_endpoint_does_not_take) {
  EXPECT_TRUE(asked("match[id]=x&match[type]=A,,", Takes::WithoutIdAndType)->ids.empty());
}

TEST(Timestamp, comes_back_as_it_was_to_the_microsecond) {
  for (const auto* text :
       {"1970-01-01T00:00:00.000000Z", "2026-11-22T14:03:05.000001Z", "2028-02-29T23:59:59.999999Z"}) {
    ASSERT_TRUE(timestamp(text)) << text;
    EXPECT_EQ(timestamp_text(*timestamp(text)), text);
  }
  EXPECT_EQ(timestamp("2026-11-22T14:03:05.5Z"), timestamp("2026-11-22T14:03:05.500000Z"));
  for (const auto* text :
       {"", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T14:03:05.Z", "2026-11-22 14:03:05Z"}) {
    EXPECT_FALSE(timestamp(text)) << text;
  }
}

TEST(Next, fits_its_own_question_alone) {
  const auto next = write_next(17, "a question");
  EXPECT_EQ(*read_next(next, "a question"), 17U);
  EXPECT_FALSE(read_next(next, "another"));
  EXPECT_FALSE(read_next("18" + next.substr(2), "another"));
  EXPECT_FALSE(read_next("", "a question"));
}

TEST(ObjectId, is_a_type_and_a_uuid) {
  EXPECT_TRUE(is_object_id("x-odd--00000000-0000-4000-8000-0123456789ab"));
  for (const auto* id :
       {"", "--00000000-0000-4000-8000-0123456789ab", "x--0", "X--00000000-0000-4000-8000-0123456789ab",
        "x--00000000-0000-4000-8000-0123456789AB", "x--00000000000040008000-0123456789ab--"}) {
    EXPECT_FALSE(is_object_id(id)) << id;
  }
  EXPECT_EQ(uuid_of_name("collection all"), uuid_of_name("collection all"));
  EXPECT_NE(uuid_of_name("collection all"), uuid_of_name("collection al"));
  EXPECT_EQ(uuid_of_name("x")[14], '5');
}

TEST(MediaType, is_taken_by_name_or_wildcard_and_of_this_version_alone) {
  for (const auto* accept :
       {"application/taxii+json;version=2.1", "application/taxii+json", "*/*", "text/html, application/*;q=0.1"}) {
    EXPECT_TRUE(is_acceptable(accept)) << accept;
  }
  for (const auto* accept : {"application/taxii+json;version=2.0", "application/json", "", "*/*;q=0"})
    EXPECT_FALSE(is_acceptable(accept)) << accept;
  EXPECT_TRUE(is_acceptable(std::nullopt));
  EXPECT_TRUE(is_taxii("application/taxii+json; version=2.1"));
  EXPECT_FALSE(is_taxii("application/stix+json;version=2.1"));
  EXPECT_FALSE(is_taxii(std::nullopt));
}

TEST(PostingStatus, counts_what_succeeded_and_failed_and_is_told_to_who_posted) {
  Status status{"an id", "siem", {1'000'000}, {{"a--1", 5, "", true}, {"b--2", 0, "too \"wide\"", false}}};
  Statuses statuses;
  const auto json = statuses.keep(status);
  EXPECT_NE(json.find("\"total_count\":2"), std::string::npos);
  EXPECT_NE(json.find("\"failures\":[{\"id\":\"b--2\",\"version\":\"1970-01-01T00:00:01.000000Z\",\"message\":\"too "
                      "\\\"wide\\\"\"}]"),
            std::string::npos)
      << json;
  EXPECT_EQ(statuses.find("an id", "siem", {2'000'000}), json);
  EXPECT_FALSE(statuses.find("an id", "another", {2'000'000}));
  EXPECT_FALSE(statuses.find("an id", "siem", base::Instant{1'000'000} + Statuses::kept_for + base::Duration{1}));
}

TEST(PostingStatus, the_newest_are_kept_as_far_as_there_is_room) {
  constexpr std::size_t each = std::size_t{1} << 20, room = Statuses::most_bytes / each;
  Statuses statuses;
  for (std::size_t i = 0; i < room + 5; ++i) {
    statuses.keep({"long " + std::to_string(i), "siem", {1}, {{"a--1", 5, std::string(each, 'x'), false}}});
  }
  EXPECT_FALSE(statuses.find("long 5", "siem", {1}));
  EXPECT_TRUE(statuses.find("long 6", "siem", {1})) << "some more than a MiB each";
  for (std::size_t i = 0; i <= Statuses::most; ++i) {
    statuses.keep({"short " + std::to_string(i), "siem", {1}, {{"a--1", 5, "", true}}});
  }
  EXPECT_FALSE(statuses.find("short 0", "siem", {1}));
  EXPECT_TRUE(statuses.find("short 1", "siem", {1}));
  statuses.keep({"huge", "siem", {1}, {{"a--1", 5, std::string(2 * Statuses::most_bytes, 'x'), false}}});
  EXPECT_TRUE(statuses.find("huge", "siem", {1})) << "who posted is told at least the last";
  EXPECT_FALSE(statuses.find("short 1000", "siem", {1}));
}

}  // namespace
}  // namespace tidings::taxii
