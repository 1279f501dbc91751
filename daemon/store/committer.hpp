#pragma once
/// The ledger's one writer: takes what is queued as one transaction (group commit), makes it visible to readers,
/// answers. In that order: durable, then found, then acknowledged. When what is pending has no room, what is not urgent
/// waits for the indexer; if the index's disk fails as well, it is refused (Disk) rather than kept waiting. Lives on:
/// its own thread; submit(), forget(), wake() from any.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "daemon/store/bells.hpp"
#include "daemon/store/commit_queue.hpp"
#include "daemon/store/failing.hpp"
#include "daemon/store/pending.hpp"

namespace tidings::store {

class Committer {
 public:
  /// `stored` is told after each commit that appended something: the indexer has work.
  Committer(std::unique_ptr<LedgerWriter> writer, Pending& pending, Bells& bells, const StoreOptions& options,
            Sequence last, const base::Clock& clock, std::function<void()> stored);
  ~Committer() { stop(); }
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  void start();
  void submit(Batch batch, base::Executor& home, Store::CommitDone done);
  void forget(Instant before);
  void index_failing(bool failing);
  void wake();  ///< there may be room again
  void stop();  ///< commits what is queued, then joins

  Sequence last() const { return {last_}; }
  const Failing& failing() const { return failing_; }
  std::size_t queued() const;

 private:
  enum class Work : std::uint8_t { Urgent, Normal, Refuse, Forget, Stop };
  std::optional<Work> due() const;
  void run();
  void commit(std::vector<QueuedBatch> group);
  void publish(std::vector<Batch> batches, const std::vector<Committed>& results);
  void forget_step();

  std::unique_ptr<LedgerWriter> writer_;
  Pending& pending_;
  Bells& bells_;
  std::function<void()> stored_;
  std::atomic<std::uint64_t> last_;
  Failing failing_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  CommitQueue queue_;
  std::optional<Instant> forget_before_;
  bool index_failing_{false};
  bool stopping_{false};
  std::thread thread_;
};

}  // namespace tidings::store
