#pragma once
/// One client's socket: cuts what comes into frames, sends frames, and closes on whoever breaks the framing, stops in
/// the middle of a frame, or does not read its answers. Errors: a closed connection; why is told to the listener. Lives
/// on: the network thread.
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "proto/frame.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::api {

class Connection {
 public:
  struct Listener {
    std::function<void(proto::Frame)> on_frame;
    std::function<void(const base::Error&)> on_closed;  ///< once; Cancelled where the client went in good order
    std::function<void()> on_drained;                   ///< less than `room` is unsent again
  };
  virtual ~Connection() = default;
  virtual void start(Listener listener) = 0;
  virtual void send(std::uint8_t type, std::string_view body) = 0;
  virtual bool has_room() const = 0;
  virtual bool is_flushed() const = 0;  ///< the client's kernel has all that was sent
  virtual void close(const base::Error& why) = 0;
  /// Closes if a frame has been unfinished, or no answer read, for too long.
  virtual void check_deadlines(base::Duration now) = 0;
};

struct ConnectionLimits {
  std::size_t max_unsent_bytes{32u << 20};
  std::size_t room_bytes{1u << 20};  ///< streams pause above it
  base::Duration stuck_after{std::chrono::seconds(30)};
};

/// Over an accepted Unix socket, whose descriptor it owns from here on.
base::Result<std::shared_ptr<Connection>> make_connection(boost::asio::io_context& io, int descriptor,
                                                          const base::Clock& clock, const ConnectionLimits& limits);

}  // namespace tidings::api
