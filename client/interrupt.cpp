#include "client/interrupt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace tidings::client {
namespace {

// What a signal's handler may touch.
volatile std::sig_atomic_t interrupted = 0;
std::array<int, 2> ends{-1, -1};
std::array<struct sigaction, 2> former{};
constexpr std::array<int, 2> signals{SIGINT, SIGTERM};

void on_signal(int /*number*/) {
  interrupted = 1;
  const char byte = 1;
  [[maybe_unused]] const auto written = ::write(ends[1], &byte, 1);  // full: it can be read already
}

}  // namespace

Interrupt::Interrupt() {
  interrupted = 0;
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) ends = {-1, -1};
  struct sigaction action{};
  action.sa_handler = on_signal;  // without SA_RESTART: a write that waits for its reader ends
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &action, &former[i]);
}

Interrupt::~Interrupt() {
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &former[i], nullptr);
  for (int& end : ends) {
    if (end >= 0) ::close(end);
    end = -1;
  }
}

bool Interrupt::came() const { return interrupted != 0; }

int Interrupt::descriptor() const { return ends[0]; }

bool Interrupt::wait(base::Duration time) const {
  pollfd end{ends[0], POLLIN, 0};
  if (!came()) ::poll(&end, 1, static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()));
  return came();
}

}  // namespace tidings::client
