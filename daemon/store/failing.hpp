#pragma once
/// Whether writing fails, and since when: for people who look why nothing is accepted.
/// Lives on: noted by one thread, read by any.
#include <atomic>

#include "base/clock.hpp"

namespace tidings::store {

class Failing {
 public:
  explicit Failing(const base::Clock& clock) : clock_(clock) {}
  void note(bool failed) {
    if (!failed) {
      since_us_ = 0;
    } else if (since_us_ == 0) {
      since_us_ = clock_.now().us;
    }
  }
  bool is_on() const { return since_us_ != 0; }
  base::Instant since() const { return {since_us_}; }  ///< 0: it does not fail

 private:
  const base::Clock& clock_;
  std::atomic<std::uint64_t> since_us_{0};
};

}  // namespace tidings::store
