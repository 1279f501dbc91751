#include "daemon/store/bells.hpp"

namespace tidings::store {

int Bells::add(base::Executor& home, std::function<void()> function) {
  const std::scoped_lock lock(mutex_);
  bells_.emplace(next_, std::make_shared<Bell>(home, std::move(function)));
  return next_++;
}

void Bells::remove(int bell) {
  const std::scoped_lock lock(mutex_);
  const auto at = bells_.find(bell);
  if (at == bells_.end()) return;
  at->second->removed = true;
  bells_.erase(at);
}

void Bells::ring() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [number, held] : bells_) {
    if (held->rung.exchange(true)) continue;
    held->home.post([bell = held] {
      bell->rung = false;  // before the function: what is appended while it reads rings again
      if (!bell->removed) bell->function();
    });
  }
}

}  // namespace tidings::store
