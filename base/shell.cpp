#include "base/shell.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <system_error>

namespace tidings::base {
namespace {

/// Between being asked to end and being ended.
constexpr int last_chance_ms = 2'000;

int start(const std::string& command, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults, none;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  std::string shell = "/bin/sh", option = "-c", script = command;
  std::array<char*, 4> arguments{shell.data(), option.data(), script.data(), nullptr};
  const int failed = ::posix_spawn(&child, shell.c_str(), &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

/// Whether it ended in time.
bool wait_for(int process, std::chrono::milliseconds time, const std::function<bool()>& is_wanted) {
  constexpr std::chrono::milliseconds slice{200};
  const auto until = std::chrono::steady_clock::now() + time;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd wanted{process, POLLIN, 0};
    const auto waits = std::clamp(left, std::chrono::milliseconds(0), slice);
    if (::poll(&wanted, 1, static_cast<int>(waits.count())) > 0) return true;
    if (left.count() <= 0 || (is_wanted && !is_wanted())) return false;
  }
}

}  // namespace

Status run_by_shell(const std::string& command, Duration bound, const std::function<bool()>& is_wanted) {
  pid_t child = -1;
  if (const int failed = start(command, child); failed != 0) {
    return fail(ErrorCode::Internal, "/bin/sh cannot be run: " + std::generic_category().message(failed));
  }
  const int process = ::pidfd_open(child, 0);
  const bool in_time = wait_for(process, std::chrono::duration_cast<std::chrono::milliseconds>(bound), is_wanted);
  if (!in_time) {
    ::kill(-child, SIGTERM);
    wait_for(process, std::chrono::milliseconds(last_chance_ms), {});
    ::kill(-child, SIGKILL);
  }
  ::close(process);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  const auto named = "'" + command + "' ";
  if (!in_time && is_wanted && !is_wanted()) return fail(ErrorCode::Cancelled, named + "was ended");
  if (!in_time) return fail(ErrorCode::Timeout, named + "did not end in " + to_text(bound));
  if (WIFSIGNALED(status)) {
    return fail(ErrorCode::BadInput, named + "was ended by signal " + std::to_string(WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) {
    return fail(ErrorCode::BadInput, named + "ended with " + std::to_string(WEXITSTATUS(status)));
  }
  return {};
}

}  // namespace tidings::base
