#pragma once
/// A progress bar on standard error: only on a terminal, only once a second has passed, at most ten times a second.
/// It wipes itself when it goes.
/// Lives on: one thread.
#include <chrono>
#include <cstdint>
#include <string>

namespace tidings::terminal {

/// The bar's line, no wider than `width`: "publishing  [####......]  41%  412,000 of 1,000,000"; without a total, the
/// count.
std::string progress_line(std::string_view what, std::uint64_t done, std::uint64_t total, std::size_t width);

class Progress {
 public:
  explicit Progress(std::string what, std::uint64_t total = 0);
  ~Progress() { wipe(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::uint64_t done);
  void wipe();

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  std::uint64_t total_;
  bool terminal_;
  bool shown_{false};
  Clock::time_point next_;
};

}  // namespace tidings::terminal
