#include "daemon/store/pending.hpp"

namespace tidings::store {

void Pending::add(std::vector<PendingBulletin> bulletins) {
  if (bulletins.empty()) return;
  auto run = PendingRun::make(std::move(bulletins));
  weight_ += run->weight();
  postings_ += run->posting_count();
  const std::scoped_lock lock(mutex_);
  runs_.push_back(std::move(run));
}

void Pending::tidy() {
  while (merge_youngest()) {}
}

/// Merges the two youngest runs if they are of like size and make no more than a batch. Outside the lock: only this
/// thread adds, and what the indexer takes meanwhile stays as it was.
bool Pending::merge_youngest() {
  std::shared_ptr<const PendingRun> earlier, later;
  {
    const std::scoped_lock lock(mutex_);
    if (runs_.size() < taken_ + 2) return false;
    earlier = runs_.at(runs_.size() - 2);
    later = runs_.back();
  }
  if (later->weight() * 2 < earlier->weight() || earlier->weight() + later->weight() > batch_weight_) return false;
  auto merged = PendingRun::merge(*earlier, *later);
  const std::scoped_lock lock(mutex_);
  if (runs_.size() < taken_ + 2) return false;
  runs_.pop_back();
  runs_.back() = std::move(merged);
  return true;
}

PendingRuns Pending::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return {runs_.begin(), runs_.end()};
}

PendingRuns Pending::take() {
  const std::scoped_lock lock(mutex_);
  PendingRuns oldest;
  std::size_t weight = 0;
  for (const auto& run : runs_) {
    if (!oldest.empty() && weight + run->weight() > batch_weight_) break;
    oldest.push_back(run);
    weight += run->weight();
  }
  taken_ = oldest.size();
  return oldest;
}

void Pending::drop_taken() {
  PendingRuns dropped;  // freed after the lock: a run's end frees every key in it
  const std::scoped_lock lock(mutex_);
  for (; taken_ > 0; --taken_) {
    weight_ -= runs_.front()->weight();
    postings_ -= runs_.front()->posting_count();
    dropped.push_back(std::move(runs_.front()));
    runs_.pop_front();
  }
}

}  // namespace tidings::store
