// Any stream of bytes, cut anywhere: the same frames come out as from the stream in one piece.
#include <cstdlib>

#include "proto/frame.hpp"
#include "proto/wire_limits.hpp"

using namespace tidings;  // NOLINT(google-build-using-namespace)

namespace {

/// The frames of a stream pushed in pieces of `step` bytes, written again; `broken` where the reader gave up.
std::string frames_of(std::string_view stream, std::size_t step, bool& broken) {
  proto::FrameReader reader(proto::max_frame_bytes);
  std::string written;
  broken = false;
  for (std::size_t at = 0; at < stream.size() && !broken; at += step) {
    reader.push(stream.substr(at, step));
    auto frame = reader.next();
    for (; frame && *frame; frame = reader.next()) proto::append_frame(written, (*frame)->type, (*frame)->body);
    broken = !frame;
  }
  return written;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view stream(reinterpret_cast<const char*>(data), size);
  bool broken = false;
  const std::string at_once = frames_of(stream, size + 1, broken);
  if (!stream.starts_with(at_once)) std::abort();
  bool broken_in_pieces = false;
  if (frames_of(stream, 1 + size % 7, broken_in_pieces) != at_once || broken != broken_in_pieces) std::abort();
  return 0;
}
