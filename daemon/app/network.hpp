#pragma once
/// The network thread's event loop: an Executor for all that lives there, and the io_context for what does I/O.
/// Lives on: post() and stop() from any thread; run() is the network thread.
#include <functional>
#include <memory>

#include "base/async/executor.hpp"
#include "base/clock.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::app {

class Network final : public base::Executor {
 public:
  Network();
  ~Network() override;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  void post(base::Task task) override;
  boost::asio::io_context& context();
  void run();     ///< until stop()
  void finish();  ///< after run(): what was posted meanwhile and waits for nothing more
  void stop();

  /// Calls `what` every `period` from now on, on the network thread, until stop().
  void every(base::Duration period, std::function<void()> what);
  /// Calls `what` once after `delay`.
  void after(base::Duration delay, std::function<void()> what);
  /// Calls `terminate` at SIGTERM and SIGINT, `reload` at SIGHUP.
  void on_signals(std::function<void()> terminate, std::function<void()> reload);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tidings::app
