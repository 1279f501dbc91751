#pragma once
/// What is acknowledged and not yet in the index files, bounded. The committer adds, the indexer takes the oldest away,
/// readers look at a snapshot.
/// Commits become runs; neighbours of like size are merged, so there are few, each searched in log n.
/// Lives on: any thread. One lock, held for the moment it takes to copy a handful of pointers: a hop to a home executor
/// would put every look-up behind the commit that is being written.
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "daemon/store/pending_run.hpp"

namespace tidings::store {

using PendingRuns = std::vector<std::shared_ptr<const PendingRun>>;

class Pending {
 public:
  /// `max_weight`: beyond it there is no room. `batch_weight`: runs grow no further, and the indexer takes so much.
  Pending(std::size_t max_weight, std::size_t batch_weight) : max_weight_(max_weight), batch_weight_(batch_weight) {}

  void add(std::vector<PendingBulletin> bulletins);  ///< by the committer only
  void tidy();                                       ///< merges runs; by the committer only, when nobody waits for it
  bool has_room() const { return weight_ < max_weight_; }
  /// What is urgent may go beyond the bound, but not twice as far.
  bool has_room_for_urgent() const { return weight_ < 2 * max_weight_; }

  PendingRuns snapshot() const;  ///< oldest first

  /// What is pending begins behind this place; the index has to reach it before the two hold everything.
  void start_after(Sequence place) { starts_after_ = place.value; }
  Sequence starts_after() const { return {starts_after_}; }

  /// The oldest runs, about a batch. They stay in snapshots until drop_taken(). By the indexer only.
  PendingRuns take();
  void drop_taken();

  bool fills_batch() const { return weight_ >= batch_weight_; }
  bool empty() const { return weight_ == 0; }
  std::size_t posting_count() const { return postings_; }

 private:
  bool merge_youngest();

  const std::size_t max_weight_, batch_weight_;
  std::atomic<std::size_t> weight_{0}, postings_{0};
  std::atomic<std::uint64_t> starts_after_{0};
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<const PendingRun>> runs_;
  std::size_t taken_{0};  ///< of the oldest: the indexer is writing them, they are merged no more
};

}  // namespace tidings::store
