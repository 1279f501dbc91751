#include "daemon/listen/listener.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"
#include "daemon/listen/endpoint.hpp"

namespace tidings::listen {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using base::ErrorCode;

// After a failed accept: descriptors are used up, and trying at once would only spin.
constexpr base::Duration accept_pause{std::chrono::milliseconds(100)};

struct Acceptor : std::enable_shared_from_this<Acceptor> {
  Acceptor(asio::io_context& io, Listener::Accepted on_accepted, Listener::Failed on_failed)
      : acceptor(io), pause(io), accepted(std::move(on_accepted)), failed(std::move(on_failed)) {}

  base::Status bind(asio::io_context& io, const std::string& text);
  void accept();
  void hand_over(tcp::socket socket);
  void close() {
    boost::system::error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
    accepted = nullptr;
  }

  tcp::acceptor acceptor;
  asio::steady_timer pause;
  Listener::Accepted accepted;
  Listener::Failed failed;
};

base::Status Acceptor::bind(asio::io_context& io, const std::string& text) {
  const auto endpoint = read_endpoint(text);
  if (!endpoint) return endpoint.error();
  boost::system::error_code error;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(endpoint->host, endpoint->port, tcp::resolver::passive, error);
  const auto cannot = [&text](const boost::system::error_code& why) {
    return base::fail(ErrorCode::Unreachable, "cannot listen on " + text + ": " + why.message());
  };
  if (error || found.empty()) return cannot(error);
  const tcp::endpoint address = found.begin()->endpoint();
  acceptor.open(address.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  // "[::]" and "0.0.0.0" are two listen addresses, not one.
  if (!error && address.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor.bind(address, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  if (error) return cannot(error);
  return {};
}

void Acceptor::accept() {
  acceptor.async_accept([self = shared_from_this()](const boost::system::error_code& error, tcp::socket socket) {
    if (!self->accepted) return;
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      self->hand_over(std::move(socket));
      return self->accept();
    }
    self->failed(error.message());
    self->pause.expires_after(accept_pause);
    self->pause.async_wait([self](const boost::system::error_code& stopped) {
      if (!stopped) self->accept();
    });
  });
}

void Acceptor::hand_over(tcp::socket socket) {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;  // gone already
  const int descriptor = socket.release(error);
  if (!error) accepted(descriptor, written(remote.address().to_string(), remote.port()));
}

class TcpListener final : public Listener {
 public:
  explicit TcpListener(std::shared_ptr<Acceptor> acceptor) : acceptor_(std::move(acceptor)) {}
  ~TcpListener() override { acceptor_->close(); }
  std::string address() const override {
    boost::system::error_code error;
    const auto local = acceptor_->acceptor.local_endpoint(error);
    return error ? std::string() : written(local.address().to_string(), local.port());
  }

 private:
  std::shared_ptr<Acceptor> acceptor_;
};

}  // namespace

base::Result<std::unique_ptr<Listener>> Listener::open(asio::io_context& io, const std::string& address,
                                                       Accepted accepted, Failed failed) {
  auto acceptor = std::make_shared<Acceptor>(io, std::move(accepted), std::move(failed));
  if (const auto bound = acceptor->bind(io, address); !bound) return bound.error();
  acceptor->accept();
  return std::unique_ptr<Listener>(std::make_unique<TcpListener>(std::move(acceptor)));
}

}  // namespace tidings::listen
