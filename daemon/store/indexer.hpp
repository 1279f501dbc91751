#pragma once
/// The index's one writer: reads the ledger forward with a cursor of its own. What was committed since the start it
/// takes from what is pending, decoded already; what is older (after a crash, a rebuild) from the ledger's bytes.
/// Between writes it merges runs and forgets, in small steps; more when nothing comes.
/// Lives on: its own thread; the rest from any.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "daemon/store/failing.hpp"
#include "daemon/store/pending.hpp"
#include "daemon/store/store.hpp"

namespace tidings::store {

class Indexer {
 public:
  /// Told to the committer: there is room again; writing fails, or no longer.
  struct Listener {
    std::function<void()> has_room;
    std::function<void(bool)> failing;
  };
  Indexer(std::unique_ptr<IndexWriter> writer, std::unique_ptr<LedgerReader> ledger, Pending& pending,
          const StoreOptions& options, Sequence cursor, const base::Clock& clock, Listener listener);
  ~Indexer() { stop(); }
  Indexer(const Indexer&) = delete;
  Indexer& operator=(const Indexer&) = delete;

  /// Reads the ledger from the index's cursor to `backlog_end` before it takes what is pending.
  void start(Sequence backlog_end);
  void wake();  ///< something was committed
  void forget(Instant before);
  /// Waits until the cursor is at `to`; an error if writing fails meanwhile.
  base::Status wait_for(Sequence to);
  void stop();  ///< writes what is pending, then joins

  Sequence indexed_to() const { return {cursor_}; }
  const Failing& failing() const { return failing_; }

 private:
  enum class Work : std::uint8_t { Write, Rest, Stop };
  void run();
  Work wait();
  bool is_busy() const { return cursor_ < backlog_end_.value || !pending_.empty(); }
  void write_some();
  base::Status write_backlog();
  base::Status write_pending();
  void record(const base::Status& status);
  void maintain(Merging merging);
  void forget_step();

  std::unique_ptr<IndexWriter> writer_;
  std::unique_ptr<LedgerReader> ledger_;
  Pending& pending_;
  const StoreOptions options_;
  Sequence backlog_end_;
  Listener listener_;
  std::atomic<std::uint64_t> cursor_;
  Failing failing_;
  bool may_merge_{true};  ///< something was written since the last merge found nothing to do

  std::mutex mutex_;
  std::condition_variable wake_, moved_;
  std::optional<Instant> forget_before_;
  base::Status last_status_;
  std::uint64_t failures_{0};
  int waiting_{0};                     ///< who wants the cursor to move now
  std::atomic<bool> stopping_{false};  ///< changed under the lock, so that no waiter misses it
  std::thread thread_;
};

}  // namespace tidings::store
