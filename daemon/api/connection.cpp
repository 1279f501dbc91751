#include "daemon/api/connection.hpp"

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include "proto/wire_limits.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;
using Socket = boost::asio::local::stream_protocol::socket;

/// Who sends little touches little of it: a thousand clients that watch do not cost 64 MB.
constexpr std::size_t buffer_bytes = 64 * 1024;

class SocketConnection final : public Connection, public std::enable_shared_from_this<SocketConnection> {
 public:
  SocketConnection(Socket socket, const base::Clock& clock, const ConnectionLimits& limits)
      : socket_(std::move(socket)), clock_(clock), limits_(limits), frames_(proto::max_api_frame_bytes) {}

  void start(Listener listener) override {
    listener_ = std::move(listener);
    read();
  }

  void send(std::uint8_t type, std::string_view body) override {
    if (closed_) return;
    if (unsent() + body.size() > limits_.max_unsent_bytes) {
      close(base::fail(ErrorCode::Timeout, "the client does not read its answers"));
      return;
    }
    if (unsent() == 0) progress_at_ = clock_.monotonic();
    proto::append_frame(waiting_, type, body);
    if (sending_.empty()) write();
  }

  bool is_flushed() const override { return unsent() == 0; }

  bool has_room() const override { return unsent() < limits_.room_bytes; }

  void close(const base::Error& why) override {
    if (closed_) return;
    closed_ = true;
    boost::system::error_code ignored;
    socket_.close(ignored);
    auto listener = std::move(listener_);  // it may hold what holds us
    listener_ = {};
    if (listener.on_closed) listener.on_closed(why);
  }

  void check_deadlines(base::Duration now) override {
    if (frames_.in_frame() && now - frame_began_at_ > limits_.stuck_after) {
      close(base::fail(ErrorCode::Timeout, "the client did not finish a frame"));
    } else if (unsent() > 0 && now - progress_at_ > limits_.stuck_after) {
      close(base::fail(ErrorCode::Timeout, "the client does not read its answers"));
    }
  }

 private:
  std::size_t unsent() const { return waiting_.size() + sending_.size(); }

  void read() {
    socket_.async_read_some(boost::asio::buffer(buffer_.get(), buffer_bytes),
                            [self = shared_from_this()](const boost::system::error_code& failed, std::size_t size) {
                              self->on_read(failed, size);
                            });
  }

  void on_read(const boost::system::error_code& failed, std::size_t size) {
    if (closed_) return;
    if (failed) {
      close(base::fail(frames_.in_frame() ? ErrorCode::Truncated : ErrorCode::Cancelled, "the client has gone"));
      return;
    }
    const auto listener = listener_;  // what is called may close us, and let go of the listener with it
    const bool was_in_frame = frames_.in_frame();
    frames_.push({buffer_.get(), size});
    if (!was_in_frame) frame_began_at_ = clock_.monotonic();
    while (!closed_) {
      auto frame = frames_.next();
      if (!frame) {
        close(frame.error());
        return;
      }
      if (!*frame) break;
      frame_began_at_ = clock_.monotonic();
      if (listener.on_frame) listener.on_frame(std::move(**frame));
    }
    if (!closed_) read();
  }

  void write() {
    sending_.swap(waiting_);
    boost::asio::async_write(socket_, boost::asio::buffer(sending_), Progress{shared_from_this()},
                             [self = shared_from_this()](const boost::system::error_code& failed, std::size_t) {
                               self->on_written(failed);
                             });
  }

  /// Bytes that went are progress, also of a write that is not done yet.
  struct Progress {
    std::shared_ptr<SocketConnection> self;
    std::size_t operator()(const boost::system::error_code& failed, std::size_t) {
      self->progress_at_ = self->clock_.monotonic();
      return failed ? 0 : std::size_t{64} * 1024;
    }
  };

  void on_written(const boost::system::error_code& failed) {
    if (closed_) return;
    if (failed) {
      close(base::fail(ErrorCode::Cancelled, "the client has gone"));
      return;
    }
    sending_.clear();
    if (sending_.capacity() > limits_.room_bytes) sending_.shrink_to_fit();
    if (!waiting_.empty()) write();
    const auto on_drained = listener_.on_drained;
    if (has_room() && on_drained) on_drained();
  }

  Socket socket_;
  const base::Clock& clock_;
  ConnectionLimits limits_;
  proto::FrameReader frames_;
  Listener listener_;
  std::unique_ptr<char[]> buffer_{std::make_unique_for_overwrite<char[]>(buffer_bytes)};
  std::string waiting_, sending_;
  base::Duration frame_began_at_{0}, progress_at_{0};
  bool closed_{false};
};

}  // namespace

base::Result<std::shared_ptr<Connection>> make_connection(boost::asio::io_context& io, int descriptor,
                                                          const base::Clock& clock, const ConnectionLimits& limits) {
  boost::system::error_code failed;
  Socket socket(io);
  socket.assign(boost::asio::local::stream_protocol(), descriptor, failed);
  if (failed) {
    ::close(descriptor);
    return base::fail(ErrorCode::Internal, "a client's socket cannot be used: " + failed.message());
  }
  return std::make_shared<SocketConnection>(std::move(socket), clock, limits);
}

}  // namespace tidings::api
