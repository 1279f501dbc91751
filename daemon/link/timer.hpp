#pragma once
/// One thing to do later, on the network thread. Starting it again or destroying it takes back what was to be done.
/// Lives on: the network thread.
#include <functional>
#include <memory>

#include "base/clock.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::link {

class Timer {
 public:
  explicit Timer(boost::asio::io_context& io);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  void start(base::Duration after, std::function<void()> what);
  void cancel();
  bool is_running() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tidings::link
