#include "client/commands/delivery.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "client/unreachable.hpp"
#include "client/view/arrival.hpp"
#include "formats/told/said.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;

constexpr base::Duration first_pause{std::chrono::seconds(1)}, longest_pause{std::chrono::minutes(1)};
/// To end by itself once we are to stop; and once it was asked to end.
constexpr base::Duration last_chance{std::chrono::seconds(10)}, after_asking{std::chrono::seconds(2)};

std::string line_of(const v1::Arrival& arrival) { return told::compact(told::json_of(arrival)) + "\n"; }

class ToOutput final : public Delivery {
 public:
  ToOutput(view::Format format, const view::Look& look, const client::Interrupt& interrupt)
      : format_(format), look_(look), interrupt_(interrupt) {}

  Delivered deliver(const v1::WatchAnswer& answer) override {
    std::string text;
    std::vector<std::size_t> ends;
    for (const auto& arrival : answer.arrivals()) {
      text += format_ == view::Format::Human ? view::describe(look_, arrival) : line_of(arrival);
      ends.push_back(text.size());
    }
    Delivered delivered;
    const auto written = write(text, delivered.status);
    delivered.arrivals = static_cast<int>(std::ranges::upper_bound(ends, written) - ends.begin());
    return delivered;
  }

 private:
  /// How much was written: all, unless it failed or a reader did not take it before we were interrupted.
  std::size_t write(std::string_view text, base::Status& status) {
    std::size_t done = 0;
    while (done < text.size()) {
      const auto count = ::write(STDOUT_FILENO, text.data() + done, text.size() - done);
      if (count >= 0) {
        done += static_cast<std::size_t>(count);
      } else if (errno == EAGAIN) {
        wait_for_room();
      } else if (errno != EINTR) {
        status = base::fail(ErrorCode::Disk, "standard output: " + client::describe_errno(errno));
        break;
      }
      if (interrupt_.came() && done < text.size()) break;
    }
    return done;
  }
  /// Whoever shares it with us made it non-blocking.
  void wait_for_room() {
    std::array<pollfd, 2> wanted{{{STDOUT_FILENO, POLLOUT, 0}, {interrupt_.descriptor(), POLLIN, 0}}};
    ::poll(wanted.data(), wanted.size(), -1);
  }

  view::Format format_;
  view::Look look_;
  const client::Interrupt& interrupt_;
};

/// One run of a command.
class Child {
 public:
  explicit Child(const client::Interrupt& interrupt) : interrupt_(interrupt) {}
  ~Child() {
    close_input();
    if (process_ >= 0) ::close(process_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  base::Status start(const std::string& command);
  void feed(std::string_view text);  ///< until it is all taken, or it reads no more
  int wait();                        ///< its exit status; that of a signal is 128 and more

 private:
  void close_input() {
    if (input_ >= 0) ::close(input_);
    input_ = -1;
  }
  bool poll_on(int descriptor, short events);

  const client::Interrupt& interrupt_;
  pid_t id_{-1};
  int process_{-1}, input_{-1};
  base::Duration killed_at_{0};
};

base::Status Child::start(const std::string& command) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return base::fail(ErrorCode::Internal, client::describe_errno(errno));
  input_ = ends[1];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);  // so that what it starts ends with it
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string shell = "/bin/sh", option = "-c", script = command;
  std::array<char*, 4> arguments{shell.data(), option.data(), script.data(), nullptr};
  const int failed = ::posix_spawn(&id_, shell.c_str(), &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[0]);
  if (failed != 0) return base::fail(ErrorCode::Internal, "/bin/sh cannot be run: " + client::describe_errno(failed));
  process_ = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));  // glibc 2.36 declares it for C alone
  ::fcntl(input_, F_SETFL, O_NONBLOCK);
  return {};
}

/// Whether it is ready; false once a child that was given its last chance had to be ended.
bool Child::poll_on(int descriptor, short events) {
  const base::SystemClock clock;
  while (true) {
    const bool stopping = interrupt_.came();
    if (stopping && killed_at_ == base::Duration{0}) killed_at_ = clock.monotonic() + last_chance;
    if (stopping && clock.monotonic() >= killed_at_) {
      ::kill(-id_, SIGTERM);
      return false;
    }
    std::array<pollfd, 2> wanted{{{descriptor, events, 0}, {stopping ? -1 : interrupt_.descriptor(), POLLIN, 0}}};
    ::poll(wanted.data(), wanted.size(), stopping ? 100 : -1);
    if (wanted[0].revents != 0) return true;
  }
}

void Child::feed(std::string_view text) {
  while (!text.empty() && poll_on(input_, POLLOUT)) {
    const auto count = ::write(input_, text.data(), text.size());
    if (count >= 0)
      text.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EAGAIN && errno != EINTR)
      break;  // it closed its input: its exit status counts
  }
  close_input();
}

int Child::wait() {
  if (!poll_on(process_, POLLIN)) {
    pollfd ended{process_, POLLIN, 0};
    ::poll(&ended, 1, static_cast<int>(after_asking / std::chrono::milliseconds(1)));
    ::kill(-id_, SIGKILL);
  }
  int status = 0;
  while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {}
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

class ToCommand final : public Delivery {
 public:
  ToCommand(std::string command, const client::Interrupt& interrupt, std::optional<base::Instant> until)
      : command_(std::move(command)), interrupt_(interrupt), until_(until) {
    std::signal(SIGPIPE, SIG_IGN);  // a command need not read all that it is given
  }

  Delivered deliver(const v1::WatchAnswer& answer) override {
    if (answer.arrivals().empty()) return {};
    std::string lines;
    for (const auto& arrival : answer.arrivals()) lines += line_of(arrival);
    for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
      Child child(interrupt_);
      if (auto started = child.start(command_); !started) return {0, started};
      child.feed(lines);
      const int status = child.wait();
      if (status == 0) return {answer.arrivals_size(), {}};
      const bool again = !interrupt_.came() && !is_over(pause);
      report(ExitCode::Partly, "the command ended with " + std::to_string(status) +
                                   (again ? "; it is run again with the same in " + base::to_text(pause)
                                          : "; what it was given was not taken"));
      if (!again || interrupt_.wait(pause)) return {};
    }
  }

 private:
  bool is_over(base::Duration pause) const { return until_ && base::SystemClock().now() + pause > *until_; }

  std::string command_;
  const client::Interrupt& interrupt_;
  std::optional<base::Instant> until_;
};

}  // namespace

std::unique_ptr<Delivery> deliver_to_output(const Session& session, view::Format format,
                                            const client::Interrupt& interrupt) {
  return std::make_unique<ToOutput>(format, session.look(), interrupt);
}

std::unique_ptr<Delivery> deliver_to_command(std::string command, const client::Interrupt& interrupt,
                                             std::optional<base::Instant> until) {
  return std::make_unique<ToCommand>(std::move(command), interrupt, until);
}

}  // namespace tidings::commands
