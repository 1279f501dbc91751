#pragma once
/// What systemd is told (sd_notify(3)). Without a service manager nothing is told to nobody.
/// Lives on: the network thread.
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace tidings::app {

class ServiceManager {
 public:
  ServiceManager();
  void ready(const std::string& status) const;
  void reloading() const;
  void stopping() const;
  void alive() const;  ///< the watchdog's
  /// How often alive() is to be called: half of WatchdogSec, as sd_watchdog_enabled(3) advises.
  std::optional<base::Duration> watchdog_period() const { return watchdog_period_; }

 private:
  std::optional<base::Duration> watchdog_period_;
};

}  // namespace tidings::app
