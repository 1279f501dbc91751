#include "daemon/feeding/errand.hpp"

namespace tidings::feeding {

void Errand::post(base::Task task) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  tasks_.push_back(std::move(task));
  came_.notify_one();
}

void Errand::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  came_.notify_all();
}

bool Errand::run_one() {
  std::unique_lock lock(mutex_);
  came_.wait(lock, [this] { return stopped_ || !tasks_.empty(); });
  if (stopped_) return false;
  auto task = std::move(tasks_.front());
  tasks_.pop_front();
  lock.unlock();
  task();
  return true;
}

bool Errand::rest(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !came_.wait_for(lock, time, [this] { return stopped_.load(); });
}

}  // namespace tidings::feeding
