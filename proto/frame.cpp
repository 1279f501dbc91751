#include "proto/frame.hpp"

#include "base/bytes.hpp"

namespace tidings::proto {

using base::ErrorCode;

void append_frame(std::string& out, std::uint8_t type, std::string_view body) {
  base::append_be32(out, static_cast<std::uint32_t>(body.size() + 1));
  out.push_back(static_cast<char>(type));
  out.append(body);
}

base::Result<std::optional<Frame>> FrameReader::next() {
  const std::size_t have = buffer_.size() - read_;
  if (have < 4) return std::optional<Frame>{};
  const auto length = static_cast<std::uint32_t>(base::read_be(buffer_, read_, 4));
  if (length == 0) return base::fail(ErrorCode::BadInput, "a frame of no bytes");
  if (length - 1 > max_body_bytes_) {
    return base::fail(ErrorCode::TooLarge, "a frame of " + std::to_string(length - 1) + " bytes; at most " +
                                               std::to_string(max_body_bytes_) + " are taken");
  }
  if (have < 4 + std::size_t{length}) return std::optional<Frame>{};
  Frame frame{static_cast<std::uint8_t>(buffer_[read_ + 4]), buffer_.substr(read_ + 5, length - 1)};
  read_ += 4 + std::size_t{length};
  if (read_ == buffer_.size()) {
    buffer_.clear();
    read_ = 0;
  } else if (read_ > 256 * 1024) {  // move the rest to the front now and then, not at every frame
    buffer_.erase(0, read_);
    read_ = 0;
  }
  return std::optional<Frame>{std::move(frame)};
}

}  // namespace tidings::proto
