#include "formats/misp/manifest.hpp"

#include <gmock/gmock.h>

#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string first = "0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111";
const std::string second = "1e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111";

base::Result<Manifest> manifest_of(std::string_view text) {
  TextSource source(text);
  return read_manifest(source);
}

Manifest two(std::string_view time) {
  return *manifest_of("{\"" + second + R"(":{"timestamp":")" + std::string(time) +
                      R"(","info":"b","Orgc":{"name":"CERT"},"Tag":[{"name":"apt"},{"name":"tlp:green"}]},")" + first +
                      R"(":{"timestamp":1700000000}})");
}

TEST(Manifest, tells_of_each_event_what_it_is_and_when_it_changed) {
  const auto manifest = two("1700000001");
  ASSERT_EQ(manifest.events.size(), 2u);
  EXPECT_EQ(manifest.events[0].uuid, first);
  EXPECT_EQ(manifest.events[1].timestamp, 1'700'000'001'000'000u);
  EXPECT_EQ(manifest.events[1].author, "CERT");
  EXPECT_THAT(manifest.events[1].tags, ElementsAre("apt"));
  EXPECT_EQ(file_name(first), first + ".json");
}

TEST(Manifest, a_name_that_is_no_uuid_names_no_file) {
  const auto manifest = manifest_of(R"({"../../etc/passwd":{"timestamp":"1"},")" + first + R"(":7})");
  ASSERT_TRUE(manifest);
  EXPECT_THAT(manifest->events, IsEmpty());
  EXPECT_EQ(manifest->notes.size(), 2u);
}

TEST(Manifest, what_is_none_is_refused) {
  for (const auto* text : {"", "[]", "7", "{", R"({"a":1,"a":2})"}) EXPECT_FALSE(manifest_of(text)) << text;
}

TEST(Manifest, new_and_newer_events_are_fetched_and_others_gone) {
  const auto manifest = two("1700000001");
  EXPECT_EQ(plan(manifest, {}).fetch.size(), 2u);
  const Known known = {{first, {1'700'000'000'000'000, ""}},
                       {second, {1'700'000'000'000'000, ""}},
                       {"ffffffff-3d35-4ee5-8a0f-6f7f1a4bb111", {1, ""}}};
  const auto next = plan(manifest, known);
  ASSERT_EQ(next.fetch.size(), 1u);
  EXPECT_EQ(next.fetch[0]->uuid, second);
  EXPECT_THAT(next.gone, ElementsAre("ffffffff-3d35-4ee5-8a0f-6f7f1a4bb111"));
}

TEST(Manifest, other_values_under_the_same_time_are_fetched_and_their_order_does_not_count) {
  auto manifest = two("1700000000");
  const auto hashes = [&](const std::string& text) {
    TextSource source(text, 7);
    ASSERT_TRUE(read_hashes(source, manifest));
  };
  const std::string a(32, 'a'), b(32, 'b');
  hashes(a + "," + first + "\r\n" + b + "," + first + "\nnonsense\n" + a + "," + second);
  const auto before = manifest.events[0].values;
  const Known known = {{first, {1'700'000'000'000'000, before}}, {second, {1'700'000'000'000'000, ""}}};
  hashes(b + "," + first + "\n" + a + "," + first + "\n");
  EXPECT_EQ(manifest.events[0].values, before);
  EXPECT_THAT(plan(manifest, known).fetch, IsEmpty());
  hashes(b + "," + first + "\n");
  ASSERT_EQ(plan(manifest, known).fetch.size(), 1u);
  EXPECT_EQ(plan(manifest, known).fetch[0]->uuid, first);
}

}  // namespace
}  // namespace tidings::misp
