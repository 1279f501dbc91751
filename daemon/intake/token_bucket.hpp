#pragma once
/// A rate with a burst, of one second of it unless told, in tokens; never in debt.
/// Lives on: one executor at a time.
#include <algorithm>

#include "base/clock.hpp"

namespace tidings::intake {

class TokenBucket {
 public:
  TokenBucket(std::uint64_t per_second, base::Duration now) : TokenBucket(per_second, per_second, now) {}
  TokenBucket(std::uint64_t per_second, std::uint64_t burst, base::Duration now)
      : per_second_(static_cast<double>(per_second)), burst_(static_cast<double>(burst)), tokens_(burst_), at_(now) {}

  bool has(std::uint64_t wanted, base::Duration now) {
    const auto passed = std::chrono::duration<double>(now - at_).count();
    tokens_ = std::min(burst_, tokens_ + passed * per_second_);
    at_ = now;
    // What is larger than a whole burst passes a full bucket, or it would never pass.
    return tokens_ >= std::min(static_cast<double>(wanted), burst_);
  }
  void take(std::uint64_t wanted) { tokens_ = std::max(0.0, tokens_ - static_cast<double>(wanted)); }

 private:
  double per_second_;
  double burst_;
  double tokens_;
  base::Duration at_;
};

}  // namespace tidings::intake
