#include "daemon/store/store.hpp"

#include <algorithm>
#include <utility>

#include "core/bulletin/verify.hpp"
#include "daemon/store/bells.hpp"
#include "daemon/store/committer.hpp"
#include "daemon/store/describe.hpp"
#include "daemon/store/indexer.hpp"
#include "daemon/store/reader_pool.hpp"

namespace tidings::store {
namespace {

/// What the index has not reached, decoded, if it is little enough to be held: then readers find it from the start.
/// Else nothing: the indexer reads it from the ledger, and until then indexed_to() tells how far answers go.
base::Result<std::vector<PendingBulletin>> read_backlog(LedgerReader& ledger, Sequence cursor, Sequence last,
                                                        std::size_t max_weight) {
  constexpr std::size_t bytes_per_posting = 50;  // the smallest claims make the most postings of a byte
  constexpr std::size_t max_bulletins = 20'000;
  if (cursor >= last) return std::vector<PendingBulletin>{};
  auto entries = ledger.forward_whole(cursor, max_bulletins, max_weight * bytes_per_posting);
  if (!entries) return entries.error();
  if (entries->empty() || entries->back().first.sequence < last) return std::vector<PendingBulletin>{};
  std::vector<PendingBulletin> read;
  std::size_t weight = 0;
  for (const auto& [entry, bytes] : *entries) {
    const auto verified = bulletin::read_verified(bytes);
    if (!verified) return std::vector<PendingBulletin>{};
    auto one = describe(*verified, {}, entry.giver, entry.received_at);
    one.entry.sequence = one.row.sequence = entry.sequence;
    weight += weight_of(one);
    if (weight > max_weight) return std::vector<PendingBulletin>{};
    read.push_back(std::make_shared<const NewBulletin>(std::move(one)));
  }
  return read;
}

struct PlainReaders {
  std::unique_ptr<LedgerReader> ledger;
  std::unique_ptr<IndexReader> index;
};

/// What an engine made, and where it stands.
struct Parts {
  std::unique_ptr<Engine> engine;
  std::unique_ptr<LedgerWriter> ledger_writer;
  std::unique_ptr<LedgerReader> backlog_reader;
  std::unique_ptr<IndexWriter> index_writer;
  std::vector<PlainReaders> readers;
  Sequence last, cursor;
  std::vector<PendingBulletin> backlog;
};

base::Status open_writers(Parts& parts) {
  auto ledger_writer = parts.engine->ledger_writer();
  if (!ledger_writer) return ledger_writer.error();
  auto index_writer = parts.engine->index_writer();
  if (!index_writer) return index_writer.error();
  auto backlog_reader = parts.engine->ledger_reader();
  if (!backlog_reader) return backlog_reader.error();
  parts.ledger_writer = std::move(*ledger_writer);
  parts.index_writer = std::move(*index_writer);
  parts.backlog_reader = std::move(*backlog_reader);
  return {};
}

base::Status open_readers(Parts& parts, std::size_t count) {
  for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
    auto ledger = parts.engine->ledger_reader();
    if (!ledger) return ledger.error();
    auto index = parts.engine->index_reader();
    if (!index) return index.error();
    parts.readers.push_back({std::move(*ledger), std::move(*index)});
  }
  return {};
}

base::Status find_place(Parts& parts, std::size_t max_weight) {
  const auto last = parts.backlog_reader->last();
  if (!last) return last.error();
  auto cursor = parts.index_writer->indexed_to();
  if (!cursor) return cursor.error();
  if (*cursor > *last) {  // an index of a longer ledger than this one, which was put back from a copy
    if (auto done = parts.index_writer->clear(); !done) return done;
    cursor = Sequence{};
  }
  auto backlog = read_backlog(*parts.backlog_reader, *cursor, *last, max_weight);
  if (!backlog) return backlog.error();
  parts.last = *last;
  parts.cursor = *cursor;
  parts.backlog = std::move(*backlog);
  return {};
}

class LivingStore final : public Store {
 public:
  LivingStore(Parts parts, const StoreOptions& options, const base::Clock& clock)
      : engine_(std::move(parts.engine)),
        pending_(options.pending_postings, batch_weight(options)),
        indexer_(std::move(parts.index_writer), std::move(parts.backlog_reader), pending_, options, parts.cursor, clock,
                 {[this] { committer_.wake(); }, [this](bool failing) { committer_.index_failing(failing); }}),
        committer_(std::move(parts.ledger_writer), pending_, bells_, options, parts.last, clock,
                   [this] { indexer_.wake(); }),
        readers_(lay_over(std::move(parts.readers), pending_)) {
    // What could not be held is read by the indexer, before what comes from now on.
    const bool held = !parts.backlog.empty();
    const auto backlog_end = held ? parts.cursor : parts.last;
    pending_.start_after(backlog_end);
    pending_.add(std::move(parts.backlog));
    indexer_.start(backlog_end);
    committer_.start();
  }
  ~LivingStore() override {
    committer_.stop();  // first: it may wait for the indexer to make room
    indexer_.stop();
  }
  LivingStore(const LivingStore&) = delete;
  LivingStore& operator=(const LivingStore&) = delete;

  void commit(Batch batch, base::Executor& home, CommitDone done) override {
    committer_.submit(std::move(batch), home, std::move(done));
  }
  void read(std::function<void(Reading&)> work) override { readers_.run(std::move(work)); }
  void read_for_askers(std::function<void(Reading&)> work) override { readers_.run_for_askers(std::move(work)); }
  int on_append(base::Executor& home, std::function<void()> bell) override { return bells_.add(home, std::move(bell)); }
  void remove_bell(int bell) override { bells_.remove(bell); }
  base::Status settle() override { return indexer_.wait_for(committer_.last()); }
  void forget_expired(Instant before) override {
    committer_.forget(before);
    indexer_.forget(before);
  }
  Gauges gauges() const override {
    const auto& ledger = committer_.failing();
    const auto& failing = ledger.is_on() ? ledger : indexer_.failing();
    return {pending_.posting_count(), committer_.queued(), committer_.last(),
            indexer_.indexed_to(),    failing.is_on(),     failing.since()};
  }

 private:
  static std::size_t batch_weight(const StoreOptions& options) {
    // A batch must fit what may be pending twice: one is written while the next fills.
    return std::max<std::size_t>(1, std::min(options.index_batch_postings, options.pending_postings / 2));
  }
  static std::vector<ReaderPool::Readers> lay_over(std::vector<PlainReaders> readers, const Pending& pending) {
    std::vector<ReaderPool::Readers> laid;
    for (auto& [ledger, index] : readers) {
      laid.push_back({std::move(ledger), std::make_unique<Overlay>(std::move(index), pending)});
    }
    return laid;
  }

  std::unique_ptr<Engine> engine_;
  Bells bells_;
  Pending pending_;
  Indexer indexer_;
  Committer committer_;
  ReaderPool readers_;
};

}  // namespace

base::Result<std::unique_ptr<Store>> Store::open(std::unique_ptr<Engine> engine, const StoreOptions& options,
                                                 const base::Clock& clock) {
  Parts parts;
  parts.engine = std::move(engine);
  if (auto done = open_writers(parts); !done) return done.error();
  if (auto done = open_readers(parts, options.readers + 1); !done) return done.error();
  if (auto done = find_place(parts, options.pending_postings); !done) return done.error();
  return std::unique_ptr<Store>(std::make_unique<LivingStore>(std::move(parts), options, clock));
}

}  // namespace tidings::store
