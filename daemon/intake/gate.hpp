#pragma once
/// The questions a bulletin is asked before a signature check is spent on it, in order: expiry, date, policy, rate,
/// origin. Keeps a rate for each giver, which covers the origins it introduces.
/// Errors: Expired, FarFuture, Leak, Policy, Quota, UnknownKey.
/// Lives on: the network thread.
#include <map>

#include "daemon/intake/submitted.hpp"
#include "daemon/intake/token_bucket.hpp"

namespace tidings::intake {

class Gate {
 public:
  Gate(partners::PartnerBook& book, const base::Clock& clock, const IntakeOptions& options)
      : book_(book), clock_(clock), options_(options) {}
  /// The identity to verify it with, or why it does not pass.
  base::Result<std::shared_ptr<const identity::Identity>> judge(const Submitted& submitted);
  /// Whether it is worth reading what it refers to: in date, and its giver's rate not used up. Takes nothing of the
  /// rate.
  base::Status may_read_targets(const Submitted& submitted);

 private:
  struct Rates {
    TokenBucket checks, bytes;
  };
  enum class Spend : std::uint8_t { No, Yes };
  base::Status check_dates(const bulletin::Header& header) const;
  base::Status check_policy(const partners::Book& book, const Submitted& submitted) const;
  base::Status check_rate(const Submitted& submitted, Spend spend);

  partners::PartnerBook& book_;
  const base::Clock& clock_;
  IntakeOptions options_;
  std::map<OrgId, Rates> rates_;  // of partners only, so as many as there are
};

}  // namespace tidings::intake
