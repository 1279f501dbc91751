#pragma once
/// When an export is made: some seconds after the bell, so that what arrives together is written once; in any case
/// every so often, since what expires rings no bell; and never so often that it would take more than a fifth of the
/// time. Lives on: any executor (pure).
#include "base/clock.hpp"

namespace tidings::exporting {

class Schedule {
 public:
  Schedule(base::Duration every, base::Duration now) : every_(every), next_(now) {}

  void ring(base::Duration now);
  bool is_due(base::Duration now) const { return !running_ && now >= next_; }
  void begin(base::Duration now);
  void done(base::Duration now);
  /// It is tried again soon, later each time.
  void failed(base::Duration now);

 private:
  base::Duration every_, next_, began_{0}, earliest_{0}, pause_{0};
  bool running_{false}, rung_{false};
};

}  // namespace tidings::exporting
