#include "daemon/link/dial.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <vector>

#include "daemon/link/socket_options.hpp"
#include "daemon/link/timer.hpp"
#include "daemon/listen/endpoint.hpp"

namespace tidings::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using base::ErrorCode;

// A name with a dead IPv6 address and a live IPv4 one must not spend all its time on the first.
constexpr base::Duration least_an_address{std::chrono::seconds(3)};
constexpr std::size_t most_addresses = 8;

struct Attempt : std::enable_shared_from_this<Attempt> {
  Attempt(asio::io_context& io, std::string text, base::Duration time, Dial::Done when_done)
      : resolver(io), socket(io), timer(io), name(std::move(text)), deadline(time), done(std::move(when_done)) {}

  void resolve();
  void connect_next();
  void connected();
  void finish(base::Result<Reached> result) {
    timer.cancel();
    if (const auto told = std::exchange(done, nullptr)) told(std::move(result));
  }
  void fail(ErrorCode code, const std::string& why) { finish(base::fail(code, name + ": " + why)); }
  void abandon() {
    done = nullptr;
    timer.cancel();
    resolver.cancel();
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  tcp::resolver resolver;
  tcp::socket socket;
  Timer timer;
  const std::string name;
  const base::Duration deadline;
  Dial::Done done;
  std::vector<tcp::endpoint> addresses;
  std::size_t next{0};
};

void Attempt::resolve() {
  const auto endpoint = listen::read_endpoint(name);
  if (!endpoint) {  // told later: whoever dials has not got this attempt in hand yet
    return timer.start({}, [self = shared_from_this(), error = endpoint.error()] { self->finish(error); });
  }
  timer.start(deadline, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->resolver.cancel();
    self->fail(ErrorCode::Timeout, "its name was not resolved in time");
  });
  resolver.async_resolve(endpoint->host, endpoint->port,
                         [self = shared_from_this()](const boost::system::error_code& error, const auto& found) {
                           if (!self->done) return;
                           if (error) return self->fail(ErrorCode::Unreachable, error.message());
                           for (const auto& entry : found) {
                             if (self->addresses.size() < most_addresses) self->addresses.push_back(entry.endpoint());
                           }
                           self->connect_next();
                         });
}

void Attempt::connect_next() {
  if (next >= addresses.size()) return fail(ErrorCode::Unreachable, "it has no address");
  const tcp::endpoint address = addresses[next++];
  boost::system::error_code error;
  socket.close(error);
  socket.open(address.protocol(), error);
  if (error) return fail(ErrorCode::Unreachable, error.message());
  const auto share = std::max(least_an_address, deadline / static_cast<std::int64_t>(addresses.size()));
  timer.start(std::min(share, deadline), [weak = weak_from_this()] {
    const auto self = weak.lock();
    boost::system::error_code ignored;
    if (self) self->socket.cancel(ignored);  // the handler below goes on to the next address
  });
  socket.async_connect(address, [self = shared_from_this()](const boost::system::error_code& failed) {
    if (!self->done) return;
    if (!failed) return self->connected();
    if (self->next < self->addresses.size()) return self->connect_next();
    if (failed == asio::error::operation_aborted) return self->fail(ErrorCode::Timeout, "nobody answered in time");
    self->fail(ErrorCode::Unreachable, failed.message());
  });
}

void Attempt::connected() {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return fail(ErrorCode::Unreachable, error.message());
  const int descriptor = socket.release(error);
  if (error) return fail(ErrorCode::Internal, error.message());
  finish(Reached{descriptor, listen::written(remote.address().to_string(), remote.port())});
}

class TcpDial final : public Dial {
 public:
  explicit TcpDial(std::shared_ptr<Attempt> attempt) : attempt_(std::move(attempt)) {}
  ~TcpDial() override { attempt_->abandon(); }

 private:
  std::shared_ptr<Attempt> attempt_;
};

}  // namespace

std::unique_ptr<Dial> Dial::start(asio::io_context& io, const std::string& endpoint, base::Duration deadline,
                                  Done done) {
  auto attempt = std::make_shared<Attempt>(io, endpoint, deadline, std::move(done));
  attempt->resolve();
  return std::make_unique<TcpDial>(std::move(attempt));
}

}  // namespace tidings::link
