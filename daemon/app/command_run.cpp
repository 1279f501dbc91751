#include <csignal>

#include "daemon/app/commands.hpp"
#include "daemon/app/daemon.hpp"

namespace tidings::app {

Exit run_daemon(const std::filesystem::path& config) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that goes is told by the write that fails
  auto daemon = Daemon::start(config);
  if (daemon.has_error()) return explain(daemon.error());
  (*daemon)->run();
  return Exit::Done;
}

}  // namespace tidings::app
