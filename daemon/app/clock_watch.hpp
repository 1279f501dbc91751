#pragma once
/// Whether the wall clock may be forgotten by, and dated by. What a clock that ran ahead makes us forget does not come
/// back, so after a leap forward nothing is forgotten until the clock has run evenly for `wait`: time for a time
/// server, or a person, to put it right. What is signed is dated for ever, too: nothing is until `settle` has passed. A
/// leap is what the wall clock gained over the monotonic one since it was last trusted, in one step or many; and,
/// across a stop, what lies between the last instant that a former run trusted and now. A clock that goes back forgets
/// nothing that lives, and is trusted. Lives on: one executor.
#include <optional>

#include "base/clock.hpp"

namespace tidings::app {

class ClockWatch {
 public:
  static constexpr base::Duration wait = std::chrono::hours(12);      ///< so that bodies still leave within a day
  static constexpr base::Duration settle = std::chrono::minutes(10);  ///< what a time server takes to put it right
  static constexpr base::Duration unseen = std::chrono::minutes(10);  ///< a smaller leap is none
  static constexpr base::Duration away = std::chrono::hours(48);      ///< a longer stop counts as a leap

  /// `mark`: the last instant that a former run trusted.
  ClockWatch(const base::Clock& clock, std::optional<base::Instant> mark);
  /// By how much it leapt ahead since the last look; at the first look, over a stop.
  std::optional<base::Duration> look();
  bool is_trusted() const { return waits() == base::Duration{0}; }
  base::Duration waits() const;      ///< until it may be forgotten by, in whole seconds
  base::Duration unsettled() const;  ///< until it may be dated by, likewise

 private:
  base::Duration until_even_for(base::Duration time) const;

  const base::Clock& clock_;
  base::Instant wall_;  ///< at the same moment
  base::Duration monotonic_;
  std::optional<base::Duration> leapt_while_away_;
  std::optional<base::Duration> trusted_from_;  ///< on the monotonic clock
};

}  // namespace tidings::app
