#pragma once
/// Batches that wait for the ledger's writer, bounded. What is urgent goes before what is not.
/// Only batches that hold urgent or withdrawing bulletins, and nothing but what belongs to those lanes, go first:
/// cursors are one a lane, so nothing is settled before what it covers.
/// Lives on: the committer, under its lock.
#include <deque>
#include <vector>

#include "daemon/store/store.hpp"

namespace tidings::store {

struct QueuedBatch {
  Batch batch;
  base::Executor* home{nullptr};
  Store::CommitDone done;
  std::size_t bytes{0};
};

class CommitQueue {
 public:
  CommitQueue(std::size_t max_batches, std::size_t max_bytes) : max_batches_(max_batches), max_bytes_(max_bytes) {}

  bool has_room() const { return size() < max_batches_ && bytes_ < max_bytes_; }
  void push(Batch batch, base::Executor& home, Store::CommitDone done);
  std::size_t size() const { return urgent_.size() + normal_.size(); }
  bool has_urgent() const { return !urgent_.empty(); }
  bool has_normal() const { return !normal_.empty(); }
  /// What goes into the next transaction: of one kind, bounded so that what is urgent never waits long behind it.
  std::vector<QueuedBatch> take_urgent() { return take(urgent_); }
  std::vector<QueuedBatch> take_normal() { return take(normal_); }

 private:
  std::vector<QueuedBatch> take(std::deque<QueuedBatch>& from);

  const std::size_t max_batches_, max_bytes_;
  std::size_t bytes_{0};
  std::deque<QueuedBatch> urgent_, normal_;
};

}  // namespace tidings::store
