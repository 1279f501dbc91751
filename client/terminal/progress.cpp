#include "client/terminal/progress.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "client/terminal/terminal.hpp"
#include "client/text/number.hpp"

namespace tidings::terminal {

std::string progress_line(std::string_view what, std::uint64_t done, std::uint64_t total, std::size_t width) {
  if (total == 0) return (std::string(what) + "  " + text::with_commas(done)).substr(0, width);
  done = std::min(done, total);
  const std::string percent = std::to_string(done * 100 / total) + "%";
  const std::string counts = text::with_commas(done) + " of " + text::with_commas(total);
  const std::string right = std::string(5 - std::min<std::size_t>(percent.size(), 5), ' ') + percent + "  " + counts;
  const std::size_t taken = what.size() + right.size() + 5;
  if (taken + 5 > width) return (std::string(what) + right).substr(0, width);
  const std::size_t cells = std::min<std::size_t>(width - taken, 40);
  const auto full = static_cast<std::size_t>(done * cells / total);
  return std::string(what) + "  [" + std::string(full, '#') + std::string(cells - full, '.') + "]" + right;
}

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)),
      total_(total),
      terminal_(errors_are_terminal()),
      next_(Clock::now() + std::chrono::seconds(1)) {}

void Progress::show(std::uint64_t done) {
  if (!terminal_) return;
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  shown_ = true;
  std::fprintf(stderr, "\r%s\x1b[K", progress_line(what_, done, total_, width() - 1).c_str());
  std::fflush(stderr);
}

void Progress::wipe() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace tidings::terminal
