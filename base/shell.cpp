#include "base/shell.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>
#include <system_error>
#include <thread>

namespace tidings::base {
namespace {

/// Between being asked to end and being ended.
constexpr Duration last_chance{std::chrono::seconds(2)};
/// What is run takes at least some milliseconds, and nobody waits for its end to the millisecond.
constexpr std::chrono::milliseconds look_every{20};

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

/// How it ended; nothing if it did not in time, or is not wanted any more.
std::optional<int> wait_for(pid_t child, Duration time, const std::function<bool()>& is_wanted) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (true) {
    int status = 0;
    const auto ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    const bool is_over = std::chrono::steady_clock::now() >= until || (is_wanted && !is_wanted());
    if (is_over || (ended < 0 && errno != EINTR)) return std::nullopt;
    std::this_thread::sleep_for(look_every);
  }
}

/// With all it started.
void end(pid_t child) {
  ::kill(-child, SIGTERM);
  const bool has_ended = wait_for(child, last_chance, {}).has_value();
  ::kill(-child, SIGKILL);
  int status = 0;
  while (!has_ended && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
}

}  // namespace

Status run_by_shell(const std::string& command, Duration bound, const std::function<bool()>& is_wanted) {
  pid_t child = -1;
  if (const int failed = start(command, child); failed != 0) {
    return fail(ErrorCode::Internal, "/bin/sh cannot be run: " + std::generic_category().message(failed));
  }
  const auto status = wait_for(child, bound, is_wanted);
  const auto named = "'" + command + "' ";
  if (!status) {
    end(child);
    if (is_wanted && !is_wanted()) return fail(ErrorCode::Cancelled, named + "was ended");
    return fail(ErrorCode::Timeout, named + "did not end in " + to_text(bound));
  }
  if (WIFSIGNALED(*status)) {
    return fail(ErrorCode::BadInput, named + "was ended by signal " + std::to_string(WTERMSIG(*status)));
  }
  if (WEXITSTATUS(*status) != 0) {
    return fail(ErrorCode::BadInput, named + "ended with " + std::to_string(WEXITSTATUS(*status)));
  }
  return {};
}

}  // namespace tidings::base
