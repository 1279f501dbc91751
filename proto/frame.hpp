#pragma once
/// Frames: length (4 bytes, big endian, of what follows) ‖ type (1 byte) ‖ message. The same framing carries links and
/// the client API, with a limit each.
/// Errors: TooLarge (a length beyond the limit), BadInput (a length of 0). Nothing is allocated for a length that is
/// refused.
/// Lives on: one executor at a time.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::proto {

struct Frame {
  std::uint8_t type{0};
  std::string body;
};

inline constexpr std::size_t frame_header_bytes = 5;

/// Appends a frame to `out`.
void append_frame(std::string& out, std::uint8_t type, std::string_view body);

/// Cuts a stream of bytes into frames.
class FrameReader {
 public:
  explicit FrameReader(std::uint32_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}
  void push(std::string_view bytes) { buffer_.append(bytes); }
  /// The next whole frame, nothing if more bytes are needed, or why the stream is beyond help.
  base::Result<std::optional<Frame>> next();
  bool in_frame() const { return buffer_.size() > read_; }  ///< bytes of an unfinished frame wait

 private:
  std::uint32_t max_body_bytes_;
  std::string buffer_;
  std::size_t read_{0};
};

}  // namespace tidings::proto
