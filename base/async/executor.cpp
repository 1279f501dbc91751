#include "base/async/executor.hpp"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace tidings::base {

struct ManualExecutor::State {
  std::mutex mutex;
  std::deque<Task> tasks;
};

ManualExecutor::ManualExecutor() : state_(std::make_unique<State>()) {}
ManualExecutor::~ManualExecutor() = default;

void ManualExecutor::post(Task task) {
  const std::scoped_lock lock(state_->mutex);
  state_->tasks.push_back(std::move(task));
}

std::size_t ManualExecutor::run() {
  std::size_t count = 0;
  while (true) {
    Task task;
    {
      const std::scoped_lock lock(state_->mutex);
      if (state_->tasks.empty()) return count;
      task = std::move(state_->tasks.front());
      state_->tasks.pop_front();
    }
    task();
    ++count;
  }
}

struct ThreadPool::State {
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Task> tasks;
  bool stopping{false};
  std::vector<std::thread> threads;

  void work() {
    while (true) {
      Task task;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return stopping || !tasks.empty(); });
        if (tasks.empty()) return;
        task = std::move(tasks.front());
        tasks.pop_front();
      }
      task();
    }
  }
};

ThreadPool::ThreadPool(std::string name, std::size_t threads) : state_(std::make_unique<State>()) {
  name.resize(std::min<std::size_t>(name.size(), 15));  // pthread_setname_np takes no more
  for (std::size_t i = 0; i < threads; ++i) {
    state_->threads.emplace_back([state = state_.get(), name] {
      pthread_setname_np(pthread_self(), name.c_str());
      state->work();
    });
  }
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::post(Task task) {
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->stopping) return;
    state_->tasks.push_back(std::move(task));
  }
  state_->wake.notify_one();
}

void ThreadPool::stop() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  for (auto& thread : state_->threads) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace tidings::base
