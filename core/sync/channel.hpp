#pragma once
/// What the parts of a link share: the frames to send, the wishes for its owner, and whether the link is over.
/// Until open(), only Hear and Close are wished; the rest waits, because the owner still reads its partner book.
/// Errors: fail() tells the other side why with a Goodbye and wishes the close; later calls do nothing.
/// Lives on: the link's executor.
#include <google/protobuf/message_lite.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/sync/link.hpp"
#include "tidings/v1/link.pb.h"

namespace tidings::sync {

class Channel {
 public:
  void send(v1::FrameType type, const google::protobuf::MessageLite& message);
  void wish(Wish wish);
  void open();
  bool is_open() const { return open_; }
  void fail(base::ErrorCode code, std::string text);  ///< we end it: Goodbye, then close
  void end(base::ErrorCode code, std::string text);   ///< they ended it: close
  bool is_over() const { return over_; }

  bool has_control() const { return !control_.empty(); }
  std::string take_control();
  std::vector<Wish> take_wishes();

 private:
  void push(Wish wish);

  std::string control_;
  std::vector<Wish> wishes_, held_;
  bool open_{false}, over_{false};
};

/// The lane that a wire value names; nothing if it is none of ours.
inline std::optional<Lane> lane_from_wire(int value) {
  if (value < 0 || value >= static_cast<int>(bulletin::lane_count)) return std::nullopt;
  return static_cast<Lane>(value);
}
inline v1::Lane to_wire(Lane lane) { return static_cast<v1::Lane>(lane); }
inline std::size_t index(Lane lane) { return static_cast<std::size_t>(lane); }

/// A code's name as the other side sent it, or "unstated" for what cannot be one: it ends in logs and counters.
std::string stated_reason(std::string_view name);
/// The code of that name; Protocol for one that we do not know.
base::ErrorCode code_of(std::string_view name);
/// Text from the other side, cut to 300 bytes and without control characters.
std::string quoted(std::string_view text);

}  // namespace tidings::sync
