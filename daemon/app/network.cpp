#include "daemon/app/network.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <list>

namespace tidings::app {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// A timer that calls again and again; it lives in the Network's list.
struct Repeating {
  Repeating(asio::io_context& io, base::Duration every, std::function<void()> call)
      : timer(io), period(every), what(std::move(call)) {}

  void arm() {
    timer.expires_after(period);
    timer.async_wait([this](const error_code& error) {
      if (error) return;
      what();
      arm();
    });
  }

  asio::steady_timer timer;
  base::Duration period;
  std::function<void()> what;
};

struct Signals {
  explicit Signals(asio::io_context& io) : set(io, SIGTERM, SIGINT, SIGHUP) {}

  void arm() {
    set.async_wait([this](const error_code& error, int number) {
      if (error) return;
      if (number == SIGHUP)
        reload();
      else
        terminate();
      arm();
    });
  }

  asio::signal_set set;
  std::function<void()> terminate, reload;
};

}  // namespace

struct Network::State {
  asio::io_context io{1};  // one thread runs it
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::list<Repeating> repeating;
  std::list<asio::steady_timer> once;
  std::unique_ptr<Signals> signals;
};

Network::Network() : state_(std::make_unique<State>()) {}
Network::~Network() = default;

void Network::post(base::Task task) {
  asio::post(state_->io, [held = std::move(task)]() mutable { held(); });
}

asio::io_context& Network::context() { return state_->io; }

void Network::run() { state_->io.run(); }

void Network::finish() {
  state_->work.reset();
  state_->io.restart();
  state_->io.poll();
}

void Network::stop() { state_->io.stop(); }

void Network::every(base::Duration period, std::function<void()> what) {
  state_->repeating.emplace_back(state_->io, period, std::move(what)).arm();
}

void Network::after(base::Duration delay, std::function<void()> what) {
  auto& timer = state_->once.emplace_back(state_->io, delay);
  timer.async_wait([call = std::move(what)](const error_code& error) {
    if (!error) call();
  });
}

void Network::on_signals(std::function<void()> terminate, std::function<void()> reload) {
  state_->signals = std::make_unique<Signals>(state_->io);
  state_->signals->terminate = std::move(terminate);
  state_->signals->reload = std::move(reload);
  state_->signals->arm();
}

}  // namespace tidings::app
