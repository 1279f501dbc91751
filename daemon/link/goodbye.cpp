#include "daemon/link/goodbye.hpp"

#include "proto/frame.hpp"
#include "tidings/v1/link.pb.h"

namespace tidings::link {

std::string goodbye_frame(base::ErrorCode code, std::string_view text) {
  v1::Goodbye goodbye;
  goodbye.set_reason(std::string(base::name(code)));
  goodbye.set_text(std::string(text));
  std::string frame;
  proto::append_frame(frame, v1::FRAME_GOODBYE, goodbye.SerializeAsString());
  return frame;
}

}  // namespace tidings::link
