#pragma once
/// SIGINT and SIGTERM as something to wait for, so that a command which runs for long ends in good order. System calls
/// under way are interrupted. One at a time in a program.
/// Lives on: one thread.
#include "base/clock.hpp"

namespace tidings::client {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();  ///< the signals do again what they did before
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  bool came() const;
  int descriptor() const;  ///< can be read once it came
  /// Waits so long, or until it comes; whether it came.
  bool wait(base::Duration time) const;
};

}  // namespace tidings::client
