#pragma once
/// The first frame of each direction.
/// Errors: Unsupported (another version), Protocol (a field beyond its bound).
/// Lives on: the link's executor.
#include "base/result.hpp"
#include "core/sync/link.hpp"
#include "tidings/v1/link.pb.h"

namespace tidings::sync {

inline constexpr std::uint32_t protocol_version = 1;
inline constexpr std::size_t max_software_bytes = 200;
inline constexpr std::size_t max_capability_bytes = 64;

v1::Hello make_hello(const Greeting& greeting, std::uint32_t window_bytes);

struct Heard {
  Greeted greeted;
  std::uint32_t window_bytes{0};  ///< what the other side takes in flight, a lane
};
base::Result<Heard> read_hello(const v1::Hello& hello);

}  // namespace tidings::sync
