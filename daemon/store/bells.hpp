#pragma once
/// Who wants to know that something was appended. A bell that was rung and not yet heard is not rung again.
/// Lives on: any thread; the bells' functions run on their homes.
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "base/async/executor.hpp"

namespace tidings::store {

class Bells {
 public:
  int add(base::Executor& home, std::function<void()> function);
  /// When called on the bell's home, it is not heard any more after this.
  void remove(int bell);
  void ring();

 private:
  struct Bell {
    Bell(base::Executor& home_of, std::function<void()> heard) : home(home_of), function(std::move(heard)) {}
    base::Executor& home;
    std::function<void()> function;
    std::atomic<bool> rung{false}, removed{false};
  };
  std::mutex mutex_;
  std::map<int, std::shared_ptr<Bell>> bells_;  // shared with what is posted
  int next_{1};
};

}  // namespace tidings::store
