#include "client/terminal/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/letters.hpp"

namespace tidings::terminal {
namespace {

/// Where a person's answers come from: standard input, or /dev/tty if that carries data. -1 if nobody is there.
class Keyboard {
 public:
  Keyboard() {
    if (::isatty(STDIN_FILENO) == 1) {
      fd_ = STDIN_FILENO;
    } else {
      fd_ = ::open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
      owned_ = fd_ >= 0;
    }
  }
  ~Keyboard() {
    if (owned_) ::close(fd_);
  }
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_{-1};
  bool owned_{false};
};

}  // namespace

bool output_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool errors_are_terminal() { return ::isatty(STDERR_FILENO) == 1; }
bool can_ask() { return errors_are_terminal() && Keyboard().fd() >= 0; }

bool output_takes_colour() {
  const char* refused = std::getenv("NO_COLOR");
  if (refused != nullptr && *refused != '\0') return false;
  const char* term = std::getenv("TERM");
  return output_is_terminal() && term != nullptr && std::string_view(term) != "dumb";
}

std::size_t width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 80;
}

std::optional<std::string> ask(std::string_view question) {
  std::fflush(stdout);
  std::fprintf(stderr, "%.*s", static_cast<int>(question.size()), question.data());
  std::fflush(stderr);
  const Keyboard keyboard;
  std::string line;
  char c = 0;
  while (keyboard.fd() >= 0 && ::read(keyboard.fd(), &c, 1) == 1) {
    if (c == '\n') return line;
    line += c;
  }
  if (line.empty()) return std::nullopt;
  return line;
}

bool confirms(std::string_view question) {
  const auto answer = base::lowered(ask(question).value_or(""));
  return answer == "y" || answer == "yes";
}

}  // namespace tidings::terminal
