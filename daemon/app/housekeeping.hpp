#pragma once
/// What a node does by the clock: forgets what has expired if the clock can be trusted, and keeps publications from
/// being dated by one that has just leapt ahead; keeps gauges, says when storage fails or recovers, warns of the end of
/// the signing key's delegation once a day, and ends the hold on publishing after a restore. Lives on: the network
/// thread.
#include "base/clock.hpp"
#include "daemon/app/clock_watch.hpp"
#include "daemon/app/data_folder.hpp"
#include "daemon/app/node_keys.hpp"
#include "daemon/intake/publisher.hpp"
#include "daemon/store/store.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"

namespace tidings::app {

class Housekeeping {
 public:
  struct Parts {
    store::Store& store;
    intake::Publisher& publisher;
    identity::Delegation delegation;
    DataFolder folder;
    const base::Clock& clock;
    telemetry::Log& log;
    telemetry::Counters& counters;
  };
  explicit Housekeeping(Parts parts);
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;
  void set_forget_every(base::Duration period) { forget_every_ = period; }
  void look();  ///< each second
  /// Why nothing is forgotten just now, as a sentence; empty if there is no reason.
  std::string clock_doubt() const;
  bool trusts_clock() const { return clock_.is_trusted(); }

 private:
  void look_at_store();
  void look_at_delegation();
  void look_at_hold();
  void look_at_clock();
  void forget();

  Parts parts_;
  ClockWatch clock_;
  bool clock_trusted_{true};
  base::Duration forget_every_;
  bool disk_failing_{false};
  bool held_;
  base::Duration forget_at_, delegation_at_;
};

}  // namespace tidings::app
