#include "daemon/link/timer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <utility>

namespace tidings::link {

struct Timer::State {
  explicit State(boost::asio::io_context& io) : timer(io) {}
  boost::asio::steady_timer timer;
  std::function<void()> what;
  std::uint64_t round{0};  ///< a handler that was queued before cancel() runs all the same: it is of another round
};

Timer::Timer(boost::asio::io_context& io) : state_(std::make_shared<State>(io)) {}

Timer::~Timer() { cancel(); }

void Timer::start(base::Duration after, std::function<void()> what) {
  cancel();
  state_->what = std::move(what);
  state_->timer.expires_after(after);
  state_->timer.async_wait([state = state_, round = state_->round](const boost::system::error_code& error) {
    if (error || round != state->round) return;
    const auto due = std::exchange(state->what, nullptr);
    if (due) due();
  });
}

void Timer::cancel() {
  ++state_->round;
  state_->what = nullptr;
  state_->timer.cancel();
}

bool Timer::is_running() const { return state_->what != nullptr; }

}  // namespace tidings::link
