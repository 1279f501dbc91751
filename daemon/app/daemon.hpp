#pragma once
/// The composition root: every part of the daemon, made in order, each given what it needs. Stops in the reverse order:
/// clients and partners are told, what is queued is stored.
/// Errors: whatever keeps a part from starting, as a sentence.
/// Lives on: made and run on the main thread, which becomes the network thread.
#include <filesystem>
#include <memory>

#include "base/result.hpp"

namespace tidings::app {

class Daemon {
 public:
  /// Reads the settings, opens the store, binds the sockets.
  static base::Result<std::unique_ptr<Daemon>> start(const std::filesystem::path& config);
  virtual ~Daemon() = default;
  virtual void run() = 0;  ///< until SIGTERM or SIGINT; SIGHUP reads the settings again
};

}  // namespace tidings::app
