#include <gtest/gtest.h>

#include "daemon/store/commit_queue.hpp"

namespace tidings::store {
namespace {

Batch batch_of(std::vector<Lane> lanes, std::size_t bytes_each = 10) {
  Batch batch;
  for (const auto lane : lanes) {
    auto& one = batch.bulletins.emplace_back();
    one.entry.lane = lane;
    one.bytes.assign(bytes_each, 'x');
  }
  return batch;
}

class CommitQueueTest : public testing::Test {
 protected:
  void push(Batch batch) { queue_.push(std::move(batch), home_, {}); }
  base::ManualExecutor home_;
  CommitQueue queue_{3, 100};
};

TEST_F(CommitQueueTest, what_is_urgent_or_withdraws_goes_first) {
  push(batch_of({Lane::Normal}));
  push(batch_of({Lane::Urgent}));
  push(batch_of({Lane::Withdrawal, Lane::Urgent}));
  EXPECT_EQ(queue_.take_urgent().size(), 2U);
  EXPECT_EQ(queue_.take_normal().size(), 1U);
  EXPECT_EQ(queue_.size(), 0U);
}

TEST_F(CommitQueueTest, a_batch_goes_first_only_if_all_of_it_may) {
  push(batch_of({Lane::Urgent, Lane::Normal}));
  auto settles_the_normal_lane = batch_of({Lane::Urgent});
  settles_the_normal_lane.tokens.push_back({{}, Lane::Normal, "token"});
  push(std::move(settles_the_normal_lane));
  auto resets = batch_of({Lane::Urgent});
  resets.reset_tokens.emplace_back();
  push(std::move(resets));
  EXPECT_FALSE(queue_.has_urgent());
  EXPECT_EQ(queue_.take_normal().size(), 3U);
}

TEST_F(CommitQueueTest, is_bounded_in_batches_and_in_bytes_and_has_room_again_when_taken_from) {
  push(batch_of({Lane::Normal}, 99));
  EXPECT_TRUE(queue_.has_room());
  push(batch_of({Lane::Urgent}, 1));
  EXPECT_FALSE(queue_.has_room());
  queue_.take_normal();
  EXPECT_TRUE(queue_.has_room());
  push({});
  push({});
  EXPECT_FALSE(queue_.has_room());
}

}  // namespace
}  // namespace tidings::store
