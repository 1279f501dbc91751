#pragma once
/// A mark on an indicator: a warning list knows its observable as something that is seldom malicious.
/// Lives on: any executor (values).
#include <cstdint>
#include <string>

namespace tidings::indicator {

struct Warning {
  std::string list;        ///< its name, for people
  std::uint8_t weight{0};  ///< 0-100: how much of the score a hit takes away
  friend bool operator==(const Warning&, const Warning&) = default;
};

}  // namespace tidings::indicator
