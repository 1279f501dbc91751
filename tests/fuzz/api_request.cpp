// What a client may send: a stream of bytes cut into frames, each read as a request and bounded, as a session does
// before anything is done with it.
#include <cstddef>
#include <cstdint>

#include "daemon/api/requests.hpp"
#include "proto/frame.hpp"
#include "proto/wire_limits.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  proto::FrameReader frames(proto::max_api_frame_bytes);
  frames.push({reinterpret_cast<const char*>(data), size});
  while (true) {
    auto frame = frames.next();
    if (!frame || !*frame) return 0;
    const auto request = api::read_request((*frame)->body);
    if (!request) return 0;
    // A request within its bounds stays within them when it is written and read again.
    if (!api::check_request(*request)) continue;
    const auto again = api::read_request(request->SerializeAsString());
    if (!again || !api::check_request(*again)) __builtin_trap();
    if (api::role_needed(*again) != api::role_needed(*request)) __builtin_trap();
  }
}
