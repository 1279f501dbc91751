#include "daemon/link/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "daemon/link/socket_options.hpp"
#include "daemon/link/timer.hpp"
#include "proto/frame.hpp"
#include "proto/wire_limits.hpp"

namespace tidings::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using base::ErrorCode;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

// Four TLS records: a read rarely has more, since each record is handed up by itself.
constexpr std::size_t read_bytes = 64 * 1024;
// After a Goodbye, for the other side to have read it: closing with unread bytes would reset the connection under it.
constexpr base::Duration linger{std::chrono::seconds(2)};

base::Error explain(const error_code& error) {
  if (error.category() == asio::error::get_ssl_category()) {
    const ErrorCode code = code_of_tls_error(static_cast<unsigned long>(error.value()));
    return base::fail(code, (code == ErrorCode::Forbidden ? "the key is not wanted: " : "TLS: ") + error.message());
  }
  const bool ended = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
  return base::fail(ErrorCode::Unreachable, ended ? "the other side closed the connection" : error.message());
}

class TlsConnection final : public Connection, public std::enable_shared_from_this<TlsConnection> {
 public:
  TlsConnection(asio::io_context& io, tcp::socket socket, ssl_st* end, std::shared_ptr<PinJudge> judge,
                const ConnectionOptions& options, Opening opening)
      : judge_(std::move(judge)),
        stream_(std::move(socket), end),
        watch_(io),
        options_(options),
        opening_(std::move(opening)),
        reader_(proto::max_frame_bytes),
        input_(read_bytes) {}
  ~TlsConnection() override { close(); }

  void shake_hands();
  void talk(Talker& talker) override {
    talker_ = &talker;
    read();
    write();
  }
  void wake() override { write(); }
  void finish(std::string last) override;
  void drop() override {
    talker_ = nullptr;
    close();
  }
  const identity::SpkiPin& pin() const override { return pin_; }
  const std::string& address() const override { return opening_.address; }
  Role role() const override { return opening_.role; }
  Traffic traffic() const override { return traffic_of(native()); }

 private:
  ssl_st* native() const { return const_cast<TlsConnection*>(this)->stream_.native_handle(); }
  void await_handshake(base::Duration time, base::Duration more);
  void shaken(const error_code& error);
  void read();
  void on_read(std::size_t size);
  void give_frames();
  void write();
  void on_written(const error_code& error);
  void say_no_more();
  void watch();
  void check_deadlines();
  void end(base::Error why);
  void close();

  std::shared_ptr<PinJudge> judge_;  ///< what the TLS end asks: outlives it
  asio::ssl::stream<tcp::socket> stream_;
  Timer watch_;
  const ConnectionOptions options_;
  Opening opening_;
  identity::SpkiPin pin_;
  Talker* talker_{nullptr};
  proto::FrameReader reader_;
  std::vector<char> input_;
  std::string output_, last_;
  bool open_{true}, reading_{false}, writing_{false}, finishing_{false};
  std::optional<Clock::time_point> frame_began_, write_began_;
};

void TlsConnection::shake_hands() {
  const bool waits_for_hello = opening_.role == Role::Accepted && options_.hello_deadline < options_.handshake_deadline;
  await_handshake(waits_for_hello ? options_.hello_deadline : options_.handshake_deadline,
                  waits_for_hello ? options_.handshake_deadline - options_.hello_deadline : base::Duration{0});
  const auto side = opening_.role == Role::Dialled ? asio::ssl::stream_base::client : asio::ssl::stream_base::server;
  stream_.async_handshake(side, [self = shared_from_this()](const error_code& error) { self->shaken(error); });
}

/// `more`: how much longer there is for who has begun to speak.
void TlsConnection::await_handshake(base::Duration time, base::Duration more) {
  watch_.start(time, [weak = weak_from_this(), more] {
    const auto self = weak.lock();
    if (!self) return;
    const bool has_begun = SSL_get_state(self->native()) != TLS_ST_BEFORE;
    if (has_begun && more > base::Duration{0}) return self->await_handshake(more, base::Duration{0});
    self->end(base::fail(ErrorCode::Timeout, "the handshake was not done in time"));
  });
}

void TlsConnection::shaken(const error_code& error) {
  if (!open_) return;
  if (error) return end(explain(error));
  const auto pin = check_handshake(native());
  if (!pin) return end(pin.error());
  // Once more by today's book: nothing but this decides, whatever TLS remembers.
  if (!(*judge_)(*pin)) return end(base::fail(ErrorCode::Forbidden, "the key is not wanted"));
  pin_ = *pin;
  watch_.cancel();
  const auto opened = std::exchange(opening_.opened, nullptr);
  if (opened) opened(std::static_pointer_cast<Connection>(shared_from_this()));
}

void TlsConnection::read() {
  if (!open_ || std::exchange(reading_, true)) return;
  stream_.async_read_some(asio::buffer(input_), [self = shared_from_this()](const error_code& error, std::size_t size) {
    self->reading_ = false;
    if (!self->open_) return;
    if (!self->finishing_) return error ? self->end(explain(error)) : self->on_read(size);
    error ? self->close() : self->read();  // what still comes after our last word is read and dropped
  });
}

void TlsConnection::on_read(std::size_t size) {
  reader_.push({input_.data(), size});
  give_frames();
  if (talker_ != nullptr) talker_->on_frames_read();
  watch();
  read();
}

void TlsConnection::give_frames() {
  bool any = false;
  while (open_ && !finishing_ && talker_ != nullptr) {
    auto frame = reader_.next();
    if (!frame) {
      end(frame.error());
      return;
    }
    if (!*frame) break;
    any = true;
    talker_->on_frame((*frame)->type, (*frame)->body);
  }
  if (!reader_.in_frame()) {
    frame_began_.reset();
  } else if (any || !frame_began_) {
    frame_began_ = Clock::now();
  }
}

void TlsConnection::write() {
  if (!open_ || writing_) return;
  if (finishing_) {
    output_ = std::exchange(last_, {});
    if (output_.empty()) return say_no_more();
  } else {
    if (talker_ == nullptr) return;
    output_ = talker_->take_output(options_.write_bytes);
    if (output_.empty()) return;
  }
  writing_ = true;
  write_began_ = Clock::now();
  watch();
  asio::async_write(stream_, asio::buffer(output_), [self = shared_from_this()](const error_code& error, std::size_t) {
    self->writing_ = false;
    self->write_began_.reset();
    if (self->open_) self->on_written(error);
  });
}

void TlsConnection::on_written(const error_code& error) {
  if (error) return end(explain(error));
  write();
}

void TlsConnection::finish(std::string last) {
  if (!open_ || finishing_) return;
  talker_ = nullptr;
  finishing_ = true;
  last_ = std::move(last);
  watch_.start(linger, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->close();
  });
  write();
}

/// All is said: ends our direction and waits for the end of theirs.
void TlsConnection::say_no_more() {
  error_code error;
  stream_.next_layer().shutdown(tcp::socket::shutdown_send, error);
  if (error) return close();
  read();
}

void TlsConnection::watch() {
  if (!open_ || finishing_ || watch_.is_running() || !(frame_began_ || write_began_)) return;
  watch_.start(options_.frame_deadline / 4, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->check_deadlines();
  });
}

void TlsConnection::check_deadlines() {
  const auto oldest = Clock::now() - options_.frame_deadline;
  if (frame_began_ && *frame_began_ < oldest)
    return end(base::fail(ErrorCode::Timeout, "a frame was begun and not ended in time"));
  if (write_began_ && *write_began_ < oldest)
    return end(base::fail(ErrorCode::Timeout, "the other side does not read"));
  watch();
}

void TlsConnection::end(base::Error why) {
  const auto self = shared_from_this();
  Talker* talker = std::exchange(talker_, nullptr);
  const auto opened = std::exchange(opening_.opened, nullptr);
  close();
  if (opened) opened(why);
  if (talker != nullptr) talker->on_end(why);
}

void TlsConnection::close() {
  if (!std::exchange(open_, false)) return;
  watch_.cancel();
  error_code ignored;
  stream_.next_layer().close(ignored);
  opening_.opened = nullptr;
  if (const auto closed = std::exchange(opening_.closed, nullptr)) closed();
}

}  // namespace

std::shared_ptr<Connection> open_connection(asio::io_context& io, const TlsContext& tls,
                                            const ConnectionOptions& options, Opening opening) {
  tune_socket(opening.socket);
  tcp::socket socket(io);
  error_code error;
  sockaddr_storage local{};
  socklen_t size = sizeof local;
  getsockname(opening.socket, reinterpret_cast<sockaddr*>(&local), &size);
  socket.assign(local.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), opening.socket, error);
  auto judge = std::make_shared<PinJudge>(opening.judge);
  ssl_st* end = tls.new_end(*judge);
  if (end == nullptr) throw std::bad_alloc();
  auto connection =
      std::make_shared<TlsConnection>(io, std::move(socket), end, std::move(judge), options, std::move(opening));
  connection->shake_hands();
  return connection;
}

}  // namespace tidings::link
