#pragma once
/// One TLS connection: the handshake, then frames in and frames out between a socket and whoever talks over it. Knows
/// nothing of what the frames say.
/// Bounds: one write of at most `write_bytes` under way, taken from the talker only when the former is out; a frame
/// that has begun ends within the frame deadline, and so does a write, or the connection is dropped.
/// Errors (in on_end and opened): Forbidden (a key that is not wanted, here or there), Unsupported (TLS below 1.3,
/// another ALPN), Protocol, TooLarge, Timeout, Unreachable (the other side closed), Cancelled (dropped here). Lives on:
/// the network thread.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/link/tls_context.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::link {

/// Who talks over a connection.
class Talker {
 public:
  virtual ~Talker() = default;
  virtual void on_frame(std::uint8_t type, std::string_view body) = 0;
  virtual void on_frames_read() = 0;                       ///< all frames of one read have been given
  virtual std::string take_output(std::size_t bytes) = 0;  ///< empty: nothing to say
  virtual void on_end(const base::Error& why) = 0;         ///< it is over; called at most once, and last
};

enum class Role : std::uint8_t { Dialled, Accepted };

class Connection {
 public:
  virtual ~Connection() = default;
  /// Begins to read and write for `talker`, until drop(), finish() or on_end().
  virtual void talk(Talker& talker) = 0;
  virtual void wake() = 0;  ///< the talker has output
  /// Sends `last`, then closes; the talker hears nothing more. Waits a moment for the other side to have read it.
  virtual void finish(std::string last) = 0;
  virtual void drop() = 0;                           ///< closes now; the talker hears nothing more
  virtual const identity::SpkiPin& pin() const = 0;  ///< of the other side's key
  virtual const std::string& address() const = 0;
  virtual Role role() const = 0;
  virtual Traffic traffic() const = 0;
};

struct ConnectionOptions {
  base::Duration handshake_deadline{std::chrono::seconds(10)};
  base::Duration hello_deadline{
      std::chrono::seconds(2)};  ///< for the first record of who connects: one is lost at most
  base::Duration frame_deadline{std::chrono::seconds(30)};
  std::size_t write_bytes{64 * 1024};
};

/// A socket (taken over) to begin TLS on.
struct Opening {
  int socket{-1};
  Role role{Role::Accepted};
  std::string address;
  PinJudge judge;
  std::function<void(base::Result<std::shared_ptr<Connection>>)> opened;  ///< called once, unless dropped before
  std::function<void()> closed;                                           ///< called once, when the socket is closed
};

/// A connection that is opening or open: what its owner can end it by.
std::shared_ptr<Connection> open_connection(boost::asio::io_context& io, const TlsContext& tls,
                                            const ConnectionOptions& options, Opening opening);

}  // namespace tidings::link
