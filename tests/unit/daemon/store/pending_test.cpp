#include <gtest/gtest.h>

#include "daemon/store/pending.hpp"

namespace tidings::store {
namespace {

PendingBulletin bulletin_at(std::uint64_t sequence, std::vector<std::string> keys) {
  NewBulletin made;
  made.row.sequence = {sequence};
  std::uint32_t number = 0;
  for (auto& key : keys) made.postings.push_back({std::move(key), number++, {}});
  return std::make_shared<const NewBulletin>(std::move(made));
}

std::vector<std::uint64_t> who_says(const Pending& pending, const std::string& key, Sequence above = {}) {
  std::vector<Hit> hits;
  for (const auto& run : pending.snapshot()) run->exact(key, above, hits);
  std::vector<std::uint64_t> found;
  for (const auto& hit : hits) found.push_back(hit.sequence.value);
  return found;
}

TEST(Pending, merging_its_runs_changes_no_answer) {
  Pending pending(1'000'000, 1'000'000);
  for (std::uint64_t i = 1; i <= 100; ++i) {
    pending.add({bulletin_at(i, {"all", "key" + std::to_string(i % 10)})});
    if (i % 3 == 0) pending.tidy();
  }
  pending.tidy();
  EXPECT_LE(pending.snapshot().size(), 8U);
  EXPECT_EQ(who_says(pending, "all").size(), 100U);
  EXPECT_EQ(who_says(pending, "key7").size(), 10U);
  EXPECT_TRUE(who_says(pending, "key77").empty());
  EXPECT_EQ(pending.posting_count(), 200U);
}

TEST(Pending, what_the_indexer_took_stays_until_it_is_written_and_is_merged_no_more) {
  Pending pending(1'000'000, 30);
  for (std::uint64_t i = 1; i <= 6; ++i) pending.add({bulletin_at(i, {"all"})});
  pending.tidy();
  const auto taken = pending.take();
  const auto last = taken.back()->bulletins().back()->row.sequence;
  pending.add({bulletin_at(7, {"all"})});
  pending.tidy();
  EXPECT_EQ(who_says(pending, "all").size(), 7U);
  pending.drop_taken();
  EXPECT_EQ(who_says(pending, "all").size(), 7U - last.value);
  EXPECT_EQ(who_says(pending, "all").front(), last.value + 1);
}

TEST(Pending, has_room_until_its_bound_and_for_what_is_urgent_up_to_twice_that) {
  Pending pending(20, 10);
  pending.add({bulletin_at(1, {"a", "b"})});
  EXPECT_TRUE(pending.has_room());
  pending.add({bulletin_at(2, {"a", "b"})});
  EXPECT_FALSE(pending.has_room());
  EXPECT_TRUE(pending.has_room_for_urgent());
  pending.add({bulletin_at(3, {"a", "b"}), bulletin_at(4, {"a", "b"})});
  EXPECT_FALSE(pending.has_room_for_urgent());
  while (!pending.empty()) {
    pending.take();
    pending.drop_taken();
  }
  EXPECT_TRUE(pending.has_room());
}

TEST(Pending, a_run_pages_through_a_range_without_what_is_in_the_index_already) {
  const auto run = PendingRun::make({bulletin_at(5, {"b", "c"}), bulletin_at(6, {"a", "b", "d"})});
  std::vector<Hit> hits;
  run->range("a", "d", 10, nullptr, {5}, hits);
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].key, "a");
  const Hit after = hits[0];
  hits.clear();
  run->range("a", "d", 2, &after, {}, hits);
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].sequence, Sequence{5});
  EXPECT_EQ(hits[1].sequence, Sequence{6});
}

}  // namespace
}  // namespace tidings::store
