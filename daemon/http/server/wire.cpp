#include "daemon/http/server/wire.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "core/identity/tls_certificate.hpp"

namespace tidings::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using base::ErrorCode;
using boost::system::error_code;
using Tls = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t read_bytes = 16u << 10;     // a TLS record
constexpr std::size_t most_lingering = 1u << 20;  // of what a client goes on sending after our last word
constexpr base::Duration lingering{std::chrono::seconds(2)};

base::Error told(const error_code& failed) {
  if (failed == beast::error::timeout) return base::fail(ErrorCode::Timeout, "it took too long");
  if (failed == asio::error::operation_aborted) return base::fail(ErrorCode::Cancelled, "it was closed");
  if (failed.category() == asio::error::get_ssl_category()) return base::fail(ErrorCode::Protocol, failed.message());
  return base::fail(ErrorCode::Unreachable, failed.message());
}

beast::tcp_stream& below(beast::tcp_stream& stream) { return stream; }
beast::tcp_stream& below(Tls& stream) { return stream.next_layer(); }

std::optional<identity::SpkiPin> pin_of(Tls& stream) {
  X509* certificate = SSL_get1_peer_certificate(stream.native_handle());
  if (certificate == nullptr) return std::nullopt;
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  X509_free(certificate);
  if (size <= 0) return std::nullopt;
  const auto pin = identity::spki_pin_of_der({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return pin ? std::optional(*pin) : std::nullopt;
}

template <class Stream>
class AsioWire final : public Wire, public std::enable_shared_from_this<AsioWire<Stream>> {
 public:
  explicit AsioWire(Stream stream) : stream_(std::move(stream)) {}

  void set_deadline(base::Duration from_now) override { below(stream_).expires_after(from_now); }
  void shake_hands(Shaken shaken) override;
  void read(Read read) override {
    stream_.async_read_some(asio::buffer(input_), [self = this->shared_from_this(), read = std::move(read)](
                                                      const error_code& failed, std::size_t size) {
      if (failed == asio::error::eof || failed == ssl::error::stream_truncated) return read(std::string_view());
      if (failed) return read(told(failed));
      read(std::string_view(self->input_.data(), size));
    });
  }
  /// In one buffer: of two, ssl_stream takes an empty rest of the first for the end (Boost 1.81), and a body of more
  /// than 16 KiB never leaves.
  void write(std::string head, std::string body, Written written) override {
    sending_ = std::move(head);
    sending_ += body;
    asio::async_write(
        stream_, asio::buffer(sending_),
        [self = this->shared_from_this(), written = std::move(written)](const error_code& failed, std::size_t) {
          self->sending_ = {};
          written(failed ? base::Status(told(failed)) : base::Status());
        });
  }
  void end() override {
    set_deadline(lingering);
    say_goodbye(stream_);
  }
  void close() override {
    error_code ignored;
    below(stream_).socket().close(ignored);
  }

 private:
  void say_goodbye(Tls& stream) {
    stream.async_shutdown([self = this->shared_from_this()](const error_code& failed) {
      if (failed == asio::error::eof || failed == ssl::error::stream_truncated || !failed) return self->close();
      self->linger();
    });
  }
  void say_goodbye(beast::tcp_stream&) { linger(); }
  /// Closing with bytes unread resets the connection, and the other side loses what it was just told.
  void linger() {
    error_code ignored;
    below(stream_).socket().shutdown(tcp::socket::shutdown_send, ignored);
    below(stream_).async_read_some(asio::buffer(input_),
                                   [self = this->shared_from_this()](const error_code& failed, std::size_t size) {
                                     self->lingered_ += size;
                                     if (failed || self->lingered_ > most_lingering) return self->close();
                                     self->linger();
                                   });
  }

  Stream stream_;
  std::array<char, read_bytes> input_{};
  std::string sending_;
  std::size_t lingered_{0};
};

template <>
void AsioWire<Tls>::shake_hands(Shaken shaken) {
  stream_.async_handshake(ssl::stream_base::server,
                          [self = shared_from_this(), shaken = std::move(shaken)](const error_code& failed) {
                            if (failed) return shaken(told(failed));
                            shaken(pin_of(self->stream_));
                          });
}

template <>
void AsioWire<beast::tcp_stream>::shake_hands(Shaken shaken) {
  shaken(std::optional<identity::SpkiPin>());
}

std::optional<tcp::socket> taken(asio::io_context& io, int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  const bool is_known = getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  tcp::socket socket(io);
  error_code failed;
  if (is_known) socket.assign(address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), descriptor, failed);
  if (!is_known || failed) {
    ::close(descriptor);
    return std::nullopt;
  }
  socket.set_option(tcp::no_delay(true), failed);
  return socket;
}

/// Any certificate will do in the handshake, which proves that the client has its key: whose it is, is asked after.
int take_any(X509_STORE_CTX*, void*) { return 1; }

class OpensslServer final : public TlsServer {
 public:
  base::Status prepare(const TlsOptions& options);
  std::shared_ptr<Wire> accept(asio::io_context& io, int descriptor) override {
    auto socket = taken(io, descriptor);
    if (!socket) return nullptr;
    return std::make_shared<AsioWire<Tls>>(Tls(beast::tcp_stream(std::move(*socket)), context_));
  }

 private:
  ssl::context context_{ssl::context::tls_server};
};

base::Status OpensslServer::prepare(const TlsOptions& options) {
  auto* context = context_.native_handle();
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  const bool is_strict = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                         SSL_CTX_set_num_tickets(context, 0) == 1 && SSL_CTX_set_max_early_data(context, 0) == 1 &&
                         SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
  if (!is_strict) return base::fail(ErrorCode::Internal, "TLS cannot be set up");
  error_code failed;
  context_.use_certificate_chain_file(options.certificate_file, failed);
  if (failed) {
    return base::fail(ErrorCode::BadInput, options.certificate_file + " is no certificate chain: " + failed.message());
  }
  context_.use_private_key_file(options.key_file, ssl::context::pem, failed);
  if (failed) return base::fail(ErrorCode::BadInput, options.key_file + " is no key of it: " + failed.message());
  if (SSL_CTX_check_private_key(context) != 1) {
    return base::fail(ErrorCode::BadInput, options.key_file + " does not belong to " + options.certificate_file);
  }
  if (!options.asks_for_certificate) return {};
  context_.set_verify_mode(ssl::verify_peer, failed);
  SSL_CTX_set_cert_verify_callback(context, take_any, nullptr);
  return {};
}

}  // namespace

base::Result<std::unique_ptr<TlsServer>> TlsServer::make(const TlsOptions& options) {
  auto server = std::make_unique<OpensslServer>();
  if (auto prepared = server->prepare(options); !prepared) return prepared.error();
  return std::unique_ptr<TlsServer>(std::move(server));
}

std::shared_ptr<Wire> accept_plain(asio::io_context& io, int descriptor) {
  auto socket = taken(io, descriptor);
  if (!socket) return nullptr;
  return std::make_shared<AsioWire<beast::tcp_stream>>(beast::tcp_stream(std::move(*socket)));
}

}  // namespace tidings::server
