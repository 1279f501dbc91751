#include "daemon/store/indexer.hpp"

#include <malloc.h>
#include <pthread.h>

#include <chrono>

#include "core/bulletin/verify.hpp"
#include "daemon/store/describe.hpp"

namespace tidings::store {
namespace {

/// After a failed write (a full disk) the next try is so much later.
constexpr std::chrono::milliseconds retry_after{500};
/// After so long without a commit the store is at rest, and merges what makes reads cheaper.
constexpr std::chrono::milliseconds rest_after{500};
/// Of a backlog, decoded at once: about 100,000 claims.
constexpr std::size_t backlog_bytes = 4U << 20;
constexpr std::size_t backlog_bulletins = 4'096;
constexpr std::size_t forget_step_bulletins = 256;
/// Steps of merging after each write: a posting moves up twice on its way, so merging keeps up with writing.
constexpr int merge_steps = 2;

}  // namespace

Indexer::Indexer(std::unique_ptr<IndexWriter> writer, std::unique_ptr<LedgerReader> ledger, Pending& pending,
                 const StoreOptions& options, Sequence cursor, const base::Clock& clock, Listener listener)
    : writer_(std::move(writer)),
      ledger_(std::move(ledger)),
      pending_(pending),
      options_(options),
      backlog_end_(cursor),
      listener_(std::move(listener)),
      cursor_(cursor.value),
      failing_(clock) {}

void Indexer::start(Sequence backlog_end) {
  backlog_end_ = backlog_end;
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "store-index");
    run();
  });
}

void Indexer::wake() {
  const std::scoped_lock lock(mutex_);
  wake_.notify_one();
}

void Indexer::forget(Instant before) {
  const std::scoped_lock lock(mutex_);
  forget_before_ = before;
  wake_.notify_one();
}

base::Status Indexer::wait_for(Sequence to) {
  std::unique_lock lock(mutex_);
  const auto failures = failures_;
  ++waiting_;
  wake_.notify_one();
  moved_.wait(lock, [&] { return cursor_ >= to.value || failures_ > failures || stopping_; });
  --waiting_;
  if (cursor_ >= to.value) return {};
  if (failures_ > failures) return last_status_;
  return base::fail(base::ErrorCode::Cancelled, "the store is closing");
}

void Indexer::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
    moved_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Indexer::run() {
  while (true) {
    switch (wait()) {
      case Work::Write:
        write_some();
        maintain(Merging::Due);
        break;
      case Work::Rest:
        maintain(Merging::AtRest);
        // What was pending was freed here but allocated elsewhere: glibc keeps it unless it is told.
        malloc_trim(0);
        break;
      case Work::Stop: return;
    }
  }
}

/// A batch is written when it is full, when it has waited long enough, or when somebody waits for it.
Indexer::Work Indexer::wait() {
  std::unique_lock lock(mutex_);
  const auto is_stopping = [this] { return stopping_.load(); };
  const auto has_cause = [this] { return is_busy() || stopping_ || forget_before_.has_value(); };
  if (failing_.is_on() && is_busy() && !stopping_) wake_.wait_for(lock, retry_after, is_stopping);
  if (!is_busy()) {
    const bool caused = wake_.wait_for(lock, rest_after, has_cause);
    if (!caused && !may_merge_) wake_.wait(lock, has_cause);
  }
  if (stopping_ && (pending_.empty() || failing_.is_on() || cursor_ < backlog_end_.value)) return Work::Stop;
  if (!is_busy()) return Work::Rest;
  if (cursor_ < backlog_end_.value) return Work::Write;
  wake_.wait_for(lock, options_.index_idle, [this] { return stopping_ || waiting_ > 0 || pending_.fills_batch(); });
  return Work::Write;
}

void Indexer::write_some() {
  const bool has_backlog = cursor_ < backlog_end_.value;
  record(has_backlog ? write_backlog() : write_pending());
}

base::Status Indexer::write_backlog() {
  auto entries = ledger_->forward_whole({cursor_}, backlog_bulletins, backlog_bytes);
  if (!entries) return entries.error();
  std::vector<NewBulletin> bulletins;
  std::vector<const NewBulletin*> pointers;
  Sequence to = backlog_end_;  // an empty answer: all that was left has been forgotten
  for (auto& [entry, bytes] : *entries) {
    if (entry.sequence > backlog_end_) break;
    to = entry.sequence;
    const auto read = bulletin::read_verified(bytes);
    if (!read) continue;  // it stays in the ledger; a program that can read it will index it
    bulletins.push_back(describe(*read, {}, entry.giver, entry.received_at));
    bulletins.back().row.sequence = entry.sequence;
  }
  if (entries->empty() || entries->back().first.sequence > backlog_end_) to = backlog_end_;
  pointers.reserve(bulletins.size());
  for (const auto& one : bulletins) pointers.push_back(&one);
  auto done = writer_->write(pointers, to);
  if (done) cursor_ = to.value;
  return done;
}

base::Status Indexer::write_pending() {
  const auto runs = pending_.take();
  if (runs.empty()) return {};
  std::vector<const NewBulletin*> bulletins;
  for (const auto& run : runs) {
    for (const auto& one : run->bulletins()) bulletins.push_back(one.get());
  }
  const Sequence to = bulletins.back()->row.sequence;
  if (auto done = writer_->write(bulletins, to); !done) return done;
  pending_.drop_taken();
  cursor_ = to.value;
  listener_.has_room();
  return {};
}

void Indexer::record(const base::Status& status) {
  const bool failed = !status;
  may_merge_ = true;
  if (failed != failing_.is_on()) listener_.failing(failed);
  const std::scoped_lock lock(mutex_);
  failing_.note(failed);
  if (failed) {
    ++failures_;
    last_status_ = status;
  }
  moved_.notify_all();
}

/// While commits come, a few steps between two writes; at rest, until nothing is left to do.
void Indexer::maintain(Merging merging) {
  forget_step();
  for (int step = 0; merging == Merging::AtRest ? !is_busy() && !stopping_ : step < merge_steps; ++step) {
    const auto more = writer_->merge_step(merging);
    if (more && *more) continue;
    may_merge_ = merging == Merging::Due;  // if the disk fails, the next write looks again
    return;
  }
}

void Indexer::forget_step() {
  std::optional<Instant> before;
  {
    const std::scoped_lock lock(mutex_);
    before = forget_before_;
  }
  if (!before) return;
  const auto forgotten = writer_->forget(*before, forget_step_bulletins);
  if (forgotten && *forgotten == forget_step_bulletins) return;
  const std::scoped_lock lock(mutex_);  // done, or the disk fails: the next call tries again
  if (forget_before_ == before) forget_before_.reset();
}

}  // namespace tidings::store
