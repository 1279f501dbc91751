#include "daemon/api/server.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <set>

#include "daemon/api/session.hpp"
#include "daemon/telemetry/once_per.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;
using boost::asio::local::stream_protocol;
using telemetry::Counter;
using telemetry::Event;
using telemetry::Gauge;

constexpr auto deadlines_checked_every = std::chrono::seconds(5);
constexpr auto drained_looked_at_every = std::chrono::milliseconds(10);

class SocketServer final : public Server {
 public:
  SocketServer(boost::asio::io_context& io, Parts parts, ServerOptions options)
      : service_(std::make_shared<Service>(Service{std::move(parts), std::move(options), {}, 0})),
        io_(io),
        roles_(service_->options),
        said_(service_->parts.clock),
        acceptor_(io),
        timer_(io) {
    service_->started_at = service_->parts.clock.now();
  }
  ~SocketServer() override {
    stop_listening();
    close();
  }

  base::Status start() override;
  void stop(std::function<void()> done) override;
  void reload(const ServerOptions& options) override {
    auto live = options;
    live.socket_path = service_->options.socket_path;
    service_->options = std::move(live);
    roles_ = Roles(service_->options);
  }

 private:
  base::Status make_way(const std::string& path);
  base::Status listen(const std::string& path);
  void accept();
  void on_accepted(stream_protocol::socket socket);
  void watch_deadlines();
  void stop_listening();
  void wait_for_sessions(std::function<void()> done);
  void close();

  ServiceRef service_;
  boost::asio::io_context& io_;
  Roles roles_;
  telemetry::OncePer said_;
  stream_protocol::acceptor acceptor_;
  boost::asio::steady_timer timer_;
  std::set<std::shared_ptr<Session>> sessions_;
  std::shared_ptr<bool> alive_{std::make_shared<bool>(true)};  // handlers of cancelled waits may still run
  bool listening_{false};
};

/// Removes the socket of a daemon that is no more; one that answers is left alone.
base::Status SocketServer::make_way(const std::string& path) {
  struct stat found{};
  if (lstat(path.c_str(), &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode)) return base::fail(ErrorCode::Exists, path + " exists and is no socket");
  boost::system::error_code failed;
  stream_protocol::socket probe(acceptor_.get_executor());
  probe.connect(stream_protocol::endpoint(path), failed);
  if (!failed) return base::fail(ErrorCode::Exists, "another daemon serves " + path);
  if (unlink(path.c_str()) != 0) return base::fail(ErrorCode::Exists, path + " is left over and cannot be removed");
  return {};
}

base::Status SocketServer::listen(const std::string& path) {
  boost::system::error_code failed;
  acceptor_.open(stream_protocol(), failed);
  if (!failed) acceptor_.bind(stream_protocol::endpoint(path), failed);
  if (!failed) acceptor_.listen(boost::asio::socket_base::max_listen_connections, failed);
  if (failed) return base::fail(ErrorCode::Unreachable, "cannot serve clients at " + path + ": " + failed.message());
  // Everybody may connect: the peer's credentials decide what it may do.
  if (chmod(path.c_str(), 0666) != 0) return base::fail(ErrorCode::Internal, "cannot set the mode of " + path);
  return {};
}

base::Status SocketServer::start() {
  const auto& path = service_->options.socket_path;
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    return base::fail(ErrorCode::TooLarge, "the path of a socket has at most 107 bytes: " + path);
  }
  if (auto clear = make_way(path); !clear) return clear;
  if (auto listens = listen(path); !listens) return listens;
  listening_ = true;
  accept();
  watch_deadlines();
  return {};
}

void SocketServer::stop_listening() {
  if (!listening_) return;
  listening_ = false;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  timer_.cancel();
  unlink(service_->options.socket_path.c_str());
}

void SocketServer::stop(std::function<void()> done) {
  stop_listening();
  for (const auto& session : sessions_) session->drain();
  wait_for_sessions(std::move(done));
}

void SocketServer::wait_for_sessions(std::function<void()> done) {
  if (std::ranges::all_of(sessions_, [](const auto& session) { return session->is_drained(); })) {
    close();
    done();
    return;
  }
  timer_.expires_after(drained_looked_at_every);
  timer_.async_wait([this, alive = alive_, done = std::move(done)](const boost::system::error_code&) mutable {
    if (*alive) wait_for_sessions(std::move(done));
  });
}

void SocketServer::close() {
  *alive_ = false;
  const auto sessions = std::exchange(sessions_, {});
  for (const auto& session : sessions) session->close(base::fail(ErrorCode::Cancelled, "the daemon stops"));
}

void SocketServer::accept() {
  acceptor_.async_accept(
      [this, alive = alive_](const boost::system::error_code& failed, stream_protocol::socket socket) {
        if (!*alive || !listening_) return;
        if (!failed) {
          on_accepted(std::move(socket));
          accept();
          return;
        }
        // Out of descriptors, most likely: trying again at once would spin.
        if (said_.due("accept")) service_->parts.log.write(Event::AcceptFailed, {{"why", failed.message()}});
        const auto pause =
            std::make_shared<boost::asio::steady_timer>(acceptor_.get_executor(), std::chrono::milliseconds(200));
        pause->async_wait([this, alive, pause](const boost::system::error_code&) {
          if (*alive && listening_) accept();
        });
      });
}

void SocketServer::on_accepted(stream_protocol::socket socket) {
  auto& parts = service_->parts;
  if (sessions_.size() >= service_->options.max_clients) {
    parts.counters.add(Counter::ClientsRefused);
    if (said_.due("full")) parts.log.write(Event::ClientsFull, {{"clients", sessions_.size()}});
    return;  // the socket closes as it goes
  }
  const auto credentials = credentials_of(socket.native_handle());
  if (!credentials) return;
  ConnectionLimits limits;
  limits.max_unsent_bytes = service_->options.max_unsent_bytes;
  boost::system::error_code failed;
  auto connection = make_connection(io_, socket.release(failed), parts.clock, limits);
  if (!connection) return;
  parts.counters.add(Counter::ClientsServed);
  parts.counters.change(Gauge::ClientsConnected, 1);
  auto session = std::make_shared<Session>(service_, roles_.judge(*credentials), std::move(*connection));
  sessions_.insert(session);
  session->start([this, alive = alive_, service = service_, weak = std::weak_ptr(session)] {
    service->parts.counters.change(Gauge::ClientsConnected, -1);
    if (*alive) sessions_.erase(weak.lock());
  });
}

void SocketServer::watch_deadlines() {
  timer_.expires_after(deadlines_checked_every);
  timer_.async_wait([this, alive = alive_](const boost::system::error_code&) {
    if (!*alive || !listening_) return;
    const auto sessions = sessions_;  // closing changes the set
    for (const auto& session : sessions) session->check_deadlines(service_->parts.clock.monotonic());
    watch_deadlines();
  });
}

}  // namespace

std::unique_ptr<Server> Server::make(boost::asio::io_context& io, Parts parts, ServerOptions options) {
  return std::make_unique<SocketServer>(io, std::move(parts), std::move(options));
}

}  // namespace tidings::api
