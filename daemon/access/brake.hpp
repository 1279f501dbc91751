#pragma once
/// Slows those who guess: after some failures an address is answered later and later. The table is bounded; while it
/// is full of addresses that failed lately, all unknown ones wait like them. An IPv6 address counts by its /64.
/// Lives on: one executor at a time.
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"

namespace tidings::access {

class Brake {
 public:
  static constexpr std::size_t max_addresses = 4096;
  static constexpr std::uint32_t free_failures = 3;  ///< a person mistypes
  static constexpr base::Duration first_wait{std::chrono::milliseconds(250)}, most_wait{std::chrono::seconds(8)};
  static constexpr base::Duration forgotten_after{std::chrono::minutes(10)};

  explicit Brake(const base::Clock& clock) : clock_(clock) {}
  /// How long the answer to this failure waits.
  base::Duration failed(std::string_view address);
  /// A success forgives: who has a key may share its address with one who guesses, but not wait for him.
  void passed(std::string_view address);

 private:
  struct Failures {
    std::uint32_t count{0};
    base::Duration last{};
  };
  bool make_room(base::Duration now);

  const base::Clock& clock_;
  std::unordered_map<std::string, Failures> failures_;
  base::Duration swept_at_{-1};
};

/// What one network of a person or organisation has in common: the address, of IPv6 its /64.
std::string neighbourhood(std::string_view address);

}  // namespace tidings::access
