#pragma once
/// What a worker asks of other executors and waits for. While it waits it runs what is posted to it, so that a document
/// is written to disk by the worker as it comes. Nobody waits for a worker; stop() wakes it, and all it asks is
/// Cancelled from then on.
/// Lives on: wait() on the worker; post() and stop() on any thread. Held by a shared pointer.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/async/executor.hpp"
#include "base/result.hpp"

namespace tidings::feeding {

class Errand final : public base::Executor, public std::enable_shared_from_this<Errand> {
 public:
  void post(base::Task task) override;
  void stop();
  bool is_stopped() const { return stopped_; }

  template <class T>
  using Done = std::function<void(base::Result<T>)>;
  /// `ask` begins something that answers once, on whatever thread.
  template <class T>
  base::Result<T> wait(const std::function<void(Done<T>)>& ask) {
    auto answer = std::make_shared<std::optional<base::Result<T>>>();
    ask([self = shared_from_this(), answer](base::Result<T> came) {
      self->post([answer, came = std::move(came)]() mutable { answer->emplace(std::move(came)); });
    });
    while (!answer->has_value()) {
      if (!run_one()) return base::fail(base::ErrorCode::Cancelled, "the service is stopping, or the feed was changed");
    }
    return std::move(**answer);
  }
  /// False if it was stopped meanwhile.
  bool rest(std::chrono::milliseconds time);

 private:
  bool run_one();

  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<base::Task> tasks_;
  std::atomic<bool> stopped_{false};
};

}  // namespace tidings::feeding
