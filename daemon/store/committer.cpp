#include "daemon/store/committer.hpp"

#include <pthread.h>

#include <algorithm>

namespace tidings::store {
namespace {

/// Bulletins forgotten at once: at 1 MB each they are what a commit behind them may wait for.
constexpr std::size_t forget_step_bulletins = 64;

struct Answer {
  Store::CommitDone done;
  base::Result<Committed> result;
};

/// One post for neighbours that share a home: with many small batches, waking it up would cost more than the commit.
void answer_all(std::vector<QueuedBatch>& group, const std::function<base::Result<Committed>(std::size_t)>& result_of) {
  for (std::size_t i = 0; i < group.size();) {
    base::Executor* home = group[i].home;
    std::vector<Answer> answers;
    for (; i < group.size() && group[i].home == home; ++i) {
      if (group[i].done) answers.push_back({std::move(group[i].done), result_of(i)});
    }
    home->post([answers = std::move(answers)]() mutable {
      for (auto& answer : answers) answer.done(std::move(answer.result));
    });
  }
}

}  // namespace

Committer::Committer(std::unique_ptr<LedgerWriter> writer, Pending& pending, Bells& bells, const StoreOptions& options,
                     Sequence last, const base::Clock& clock, std::function<void()> stored)
    : writer_(std::move(writer)),
      pending_(pending),
      bells_(bells),
      stored_(std::move(stored)),
      last_(last.value),
      failing_(clock),
      queue_(options.queued_batches, options.queued_bytes) {}

void Committer::start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "store-ledger");
    run();
  });
}

void Committer::submit(Batch batch, base::Executor& home, Store::CommitDone done) {
  {
    const std::scoped_lock lock(mutex_);
    if (queue_.has_room() && !stopping_) {
      queue_.push(std::move(batch), home, std::move(done));
      wake_.notify_one();
      return;
    }
  }
  if (!done) return;
  home.post([done = std::move(done)] {
    done(base::fail(base::ErrorCode::Busy, "too much waits to be written; try again in a moment"));
  });
}

void Committer::forget(Instant before) {
  const std::scoped_lock lock(mutex_);
  forget_before_ = before;
  wake_.notify_one();
}

void Committer::index_failing(bool failing) {
  const std::scoped_lock lock(mutex_);
  index_failing_ = failing;
  wake_.notify_one();
}

void Committer::wake() {
  const std::scoped_lock lock(mutex_);
  wake_.notify_one();
}

void Committer::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

std::size_t Committer::queued() const {
  const std::scoped_lock lock(mutex_);
  return queue_.size();
}

std::optional<Committer::Work> Committer::due() const {
  if (queue_.has_urgent() && pending_.has_room_for_urgent()) return Work::Urgent;
  if (queue_.has_normal() && pending_.has_room()) return Work::Normal;
  if (queue_.size() > 0) return index_failing_ ? std::optional(Work::Refuse) : std::nullopt;
  if (stopping_) return Work::Stop;
  if (forget_before_) return Work::Forget;
  return std::nullopt;
}

void Committer::run() {
  while (true) {
    std::vector<QueuedBatch> group;
    std::optional<Work> work;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] {
        work = due();
        return work.has_value();
      });
      if (*work == Work::Urgent) group = queue_.take_urgent();
      if (*work == Work::Normal) group = queue_.take_normal();
      if (*work == Work::Refuse) group = queue_.has_urgent() ? queue_.take_urgent() : queue_.take_normal();
    }
    switch (*work) {
      case Work::Urgent:
      case Work::Normal: commit(std::move(group)); break;
      case Work::Refuse:
        answer_all(group, [](std::size_t) -> base::Result<Committed> {
          return base::fail(base::ErrorCode::Disk,
                            "the index cannot be written, and what waits for it is at its bound");
        });
        break;
      case Work::Forget: forget_step(); break;
      case Work::Stop: return;
    }
  }
}

void Committer::commit(std::vector<QueuedBatch> group) {
  std::vector<Batch> batches;
  batches.reserve(group.size());
  for (auto& one : group) batches.push_back(std::move(one.batch));
  auto results = writer_->commit(batches);
  failing_.note(!results);
  if (!results) {
    answer_all(group, [&](std::size_t) -> base::Result<Committed> { return results.error(); });
    return;
  }
  const Sequence before = last();
  publish(std::move(batches), *results);
  answer_all(group, [&](std::size_t i) -> base::Result<Committed> { return std::move(results->at(i)); });
  if (last() == before) return;
  bells_.ring();
  stored_();
  pending_.tidy();
}

void Committer::publish(std::vector<Batch> batches, const std::vector<Committed>& results) {
  std::vector<PendingBulletin> stored;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    auto& bulletins = batches[i].bulletins;
    for (std::size_t j = 0; j < bulletins.size(); ++j) {
      if (results[i].bulletins[j] != Appended::Stored) continue;
      auto& one = bulletins[j];
      one.bytes = std::string();  // the ledger has them
      one.entry.sequence = one.row.sequence = results[i].sequences[j];
      stored.push_back(std::make_shared<const NewBulletin>(std::move(one)));
    }
  }
  pending_.add(std::move(stored));
  last_ = results.back().last.value;
}

void Committer::forget_step() {
  Instant before;
  {
    const std::scoped_lock lock(mutex_);
    before = *forget_before_;
  }
  const auto forgotten = writer_->forget_expired(before, forget_step_bulletins);
  if (forgotten && *forgotten == forget_step_bulletins) return;
  const std::scoped_lock lock(mutex_);  // done, or the disk fails: the next call tries again
  if (forget_before_ == before) forget_before_.reset();
}

}  // namespace tidings::store
