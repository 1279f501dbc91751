#pragma once
/// Says once what would otherwise be said at every try: once a key (a pin, an address, a partner) and period. The table
/// is bounded; while it is full, new keys are not spoken of at all, so an attacker with many keys buys at most
/// `max_keys` lines a period. Count beside it: counters are never rate-limited.
/// Lives on: one executor at a time.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"

namespace tidings::telemetry {

class OncePer {
 public:
  static constexpr base::Duration hour{std::chrono::hours{1}};
  /// 4,096 keys of up to 64 bytes are about half a megabyte.
  explicit OncePer(const base::Clock& clock, base::Duration period = hour, std::size_t max_keys = 4096)
      : clock_(clock), period_(period), max_keys_(max_keys) {}

  /// If this is to be said now: how often it was left unsaid since the last time. Nothing: leave it unsaid.
  std::optional<std::uint64_t> due(std::string_view key);

 private:
  struct Said {
    base::Duration at;
    std::uint64_t unsaid{0};
  };
  bool make_room(base::Duration now);

  const base::Clock& clock_;
  base::Duration period_;
  std::size_t max_keys_;
  base::Duration swept_at_{-1};
  std::unordered_map<std::string, Said> said_;
};

}  // namespace tidings::telemetry
