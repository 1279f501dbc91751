#pragma once
/// The exports of the config that keep files: made when something arrived and every so often, one at a time. One more
/// reader of the ledger, which needs no cursor: an export is all that holds now.
/// Errors: kept as an export's last, told in status, counted.
/// Lives on: the network thread; files are written by a worker.
#include <memory>
#include <vector>

#include "daemon/exporting/run.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"

namespace tidings::exporting {

struct ExportingParts {
  store::Store& store;
  RunParts run;
  telemetry::Log& log;
  telemetry::Counters& counters;
};

class Exporting {
 public:
  static std::unique_ptr<Exporting> make(const ExportingParts& parts);
  virtual ~Exporting() = default;
  /// These and no others, from now on, of those that have a path. A file of one that is gone stays as it is.
  virtual void set(std::vector<ExportOptions> wanted) = 0;
  virtual void look() = 0;  ///< each second
  virtual void describe(v1::StatusAnswer& answer) const = 0;
};

}  // namespace tidings::exporting
