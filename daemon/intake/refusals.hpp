#pragma once
/// What was refused: which refusals may be tried again, how many there were by giver and code, and the log's words for
/// them, once a giver, code and hour.
/// Lives on: the network thread.
#include <map>
#include <vector>

#include "daemon/intake/intake.hpp"
#include "daemon/telemetry/once_per.hpp"

namespace tidings::intake {

/// What another try may change: a date, a quota, a key we do not have yet, storage.
bool is_for_now(base::ErrorCode code);

class Refusals {
 public:
  Refusals(partners::PartnerBook& book, const base::Clock& clock, telemetry::Log& log, telemetry::Counters& counters)
      : book_(book), log_(log), counters_(counters), once_(clock) {}
  Answer refuse(const Submission& submission, base::Error error);
  std::vector<RefusalCount> counts() const;

 private:
  void write(const Submission& submission, const base::Error& error);

  partners::PartnerBook& book_;
  telemetry::Log& log_;
  telemetry::Counters& counters_;
  telemetry::OncePer once_;
  std::map<std::pair<OrgId, base::ErrorCode>, std::uint64_t> counts_;  // givers are partners, codes are few
};

}  // namespace tidings::intake
