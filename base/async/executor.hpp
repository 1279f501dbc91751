#pragma once
/// Where work runs. State has one home executor; others hand it a Task and are handed one back (a hop that comes
/// home). Plain interfaces, so that no header needs Asio.
/// Lives on: post() may be called from any thread.
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace tidings::base {

/// A move-only callable, run once.
class Task {
 public:
  Task() = default;
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Task>)
  Task(F&& function)  // NOLINT(google-explicit-constructor): reads as a function
      : held_(std::make_unique<Held<std::remove_cvref_t<F>>>(std::forward<F>(function))) {}
  void operator()() { held_->run(); }
  explicit operator bool() const { return held_ != nullptr; }

 private:
  struct Base {
    virtual ~Base() = default;
    virtual void run() = 0;
  };
  template <class F>
  struct Held final : Base {
    explicit Held(F f) : function(std::move(f)) {}
    void run() override { function(); }
    F function;
  };
  std::unique_ptr<Base> held_;
};

class Executor {
 public:
  virtual ~Executor() = default;
  /// Runs `task` later on this executor, in order of posting for a single-threaded one. Never blocks.
  virtual void post(Task task) = 0;
};

/// Runs what is posted when asked to: for tests of pure parts.
class ManualExecutor final : public Executor {
 public:
  ManualExecutor();
  ~ManualExecutor() override;
  void post(Task task) override;
  std::size_t run();  ///< runs all there is, also what that adds; how many

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// `threads` named threads that take tasks in order of posting. The destructor runs what was posted, then joins.
/// Its queue has no bound of its own: who posts bounds what he has under way (windows, quotas).
class ThreadPool final : public Executor {
 public:
  ThreadPool(std::string name, std::size_t threads);
  ~ThreadPool() override;
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  void post(Task task) override;
  void stop();  ///< drains and joins; later posts are dropped

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tidings::base
