#include "daemon/app/service_manager.hpp"

#include <systemd/sd-daemon.h>

namespace tidings::app {

ServiceManager::ServiceManager() {
  std::uint64_t limit_us = 0;
  if (sd_watchdog_enabled(0, &limit_us) > 0) watchdog_period_ = base::Duration(static_cast<std::int64_t>(limit_us / 2));
}

void ServiceManager::ready(const std::string& status) const { sd_notify(0, ("READY=1\nSTATUS=" + status).c_str()); }
void ServiceManager::reloading() const { sd_notify(0, "RELOADING=1"); }
void ServiceManager::stopping() const { sd_notify(0, "STOPPING=1\nSTATUS=Telling partners, storing what is queued"); }
void ServiceManager::alive() const { sd_notify(0, "WATCHDOG=1"); }

}  // namespace tidings::app
