#pragma once
/// The store as the daemon uses it: one ledger writer with group commit, one indexer that reads the ledger forward, a
/// few readers, and a bell. Engines stand behind Engine.
///
/// A commit's postings are in a bounded in-memory map (ordered by index key) from the moment the commit is
/// acknowledged until the indexer has written them, so a reader finds what was acknowledged. When the map is full,
/// commits wait.
/// Lives on: commit() and read() from any thread; answers are posted to the executor that the caller names.
#include <functional>
#include <memory>

#include "base/async/executor.hpp"
#include "base/result.hpp"
#include "daemon/store/index.hpp"
#include "daemon/store/ledger.hpp"

namespace tidings::store {

/// What an engine (SQLite, …) makes. Readers are made once a reader thread.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual base::Result<std::unique_ptr<LedgerWriter>> ledger_writer() = 0;
  virtual base::Result<std::unique_ptr<LedgerReader>> ledger_reader() = 0;
  virtual base::Result<std::unique_ptr<IndexWriter>> index_writer() = 0;
  virtual base::Result<std::unique_ptr<IndexReader>> index_reader() = 0;
};

/// What a reading task gets: the ledger, and the index with what is pending laid over it.
struct Reading {
  LedgerReader& ledger;
  IndexReader& index;
};

struct StoreOptions {
  std::size_t readers{2};                    ///< that serve askers first; one more serves the daemon's own work alone
  std::size_t pending_postings{200'000};     ///< bound of the in-memory map (about 30 MB); beyond it commits wait
  std::size_t queued_batches{1'000};         ///< commits waiting for the writer; beyond it they are refused as Busy
  std::size_t queued_bytes{64u << 20};       ///< the same in bytes of bulletins
  std::size_t index_batch_postings{50'000};  ///< the indexer writes at most so many at once …
  base::Duration index_idle{50'000};         ///< … or what there is after this long
};

class Store {
 public:
  /// Opens the engine's files, rebuilds what is pending from the ledger, starts the threads.
  static base::Result<std::unique_ptr<Store>> open(std::unique_ptr<Engine> engine, const StoreOptions& options,
                                                   const base::Clock& clock);
  virtual ~Store() = default;  ///< commits what is queued, stops the threads

  using CommitDone = std::function<void(base::Result<Committed>)>;
  /// Applies `batch` whole or not at all, and answers on `home` once it is durable and found by readers. Busy when the
  /// queue is full, Disk when it cannot be written. Batches are written in the order of this call, except that one of
  /// urgent or withdrawing bulletins alone goes before others.
  virtual void commit(Batch batch, base::Executor& home, CommitDone done) = 0;
  /// Runs `work` on a reader thread. It posts its own answer home. All its calls on the index answer from one state,
  /// that of its first call: keep it short, long readings in several.
  virtual void read(std::function<void(Reading&)> work) = 0;
  /// The same for what people and machines ask, who may ask for much: it never waits in the way of intake and links.
  virtual void read_for_askers(std::function<void(Reading&)> work) = 0;
  /// Rings (posts `bell` to `home`) after commits that appended something; several may ring once.
  virtual int on_append(base::Executor& home, std::function<void()> bell) = 0;
  virtual void remove_bell(int bell) = 0;
  /// Waits until everything committed before the call is in the index files: for tests, reindex and benchmarks.
  virtual base::Status settle() = 0;
  /// Forgets what expired before `before`, in small steps between commits; returns at once.
  virtual void forget_expired(Instant before) = 0;
  struct Gauges {
    std::uint64_t pending_postings{0}, queued_batches{0};
    Sequence last, indexed_to;
    bool disk_failing{false};
    Instant failing_since;  ///< 0: it does not fail
  };
  virtual Gauges gauges() const = 0;
};

}  // namespace tidings::store
