#include "daemon/http/server/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>

#include "base/digest.hpp"
#include "daemon/http/server/session.hpp"
#include "daemon/listen/endpoint.hpp"
#include "daemon/listen/listener.hpp"
#include "daemon/telemetry/once_per.hpp"

namespace tidings::server {
namespace {

namespace asio = boost::asio;
using base::ErrorCode;
using boost::system::error_code;
using telemetry::Counter;
using telemetry::Event;
using telemetry::Gauge;

constexpr std::size_t id_bytes = 4;

bool is_this_machine(const std::string& host) {
  error_code failed;
  const auto address = asio::ip::make_address(host, failed);
  return failed ? host == "localhost" : address.is_loopback();
}

class AsioServer final : public Server {
 public:
  AsioServer(asio::io_context& io, ServerParts parts, ServerOptions options, std::vector<Route> routes)
      : io_(io),
        service_(std::make_shared<Service>(Service{
            parts, std::move(options), std::move(routes), base::to_hex(base::random_bytes(id_bytes)) + "-", 1, {}})),
        said_(parts.clock) {
    service_->after = [&io](base::Duration wait, std::function<void()> then) {
      auto timer = std::make_shared<asio::steady_timer>(io, wait);
      timer->async_wait([timer, then = std::move(then)](const error_code&) { then(); });
    };
  }
  ~AsioServer() override { close(); }

  base::Status prepare();
  base::Status start() override;
  void stop(std::function<void()> done) override;
  base::Status renew_certificate() override {
    if (service_->options.plain) return {};
    auto tls = TlsServer::make({options().certificate_file, options().key_file, options().client_certificates});
    if (!tls) return tls.error();
    tls_ = std::move(*tls);
    return {};
  }
  std::vector<std::string> addresses() const override {
    std::vector<std::string> all;
    for (const auto& listener : listeners_) all.push_back(listener->address());
    return all;
  }

 private:
  const ServerOptions& options() const { return service_->options; }
  ServerParts& parts() { return service_->parts; }
  void on_accepted(int socket, const std::string& address);
  bool has_room(const std::string& host);
  void close();

  asio::io_context& io_;
  ServiceRef service_;
  telemetry::OncePer said_;
  std::unique_ptr<TlsServer> tls_;
  std::vector<std::unique_ptr<listen::Listener>> listeners_;
  std::set<std::shared_ptr<Session>> sessions_;
  std::map<std::string, std::size_t> by_host_;
  std::function<void()> stopped_;
  std::shared_ptr<bool> alive_{std::make_shared<bool>(true)};
};

base::Status AsioServer::prepare() {
  for (const auto& text : options().listen) {
    const auto endpoint = listen::read_endpoint(text);
    if (!endpoint) return endpoint.error();
    if (options().plain && !is_this_machine(endpoint->host)) {
      return base::fail(ErrorCode::BadInput, "http.plain serves addresses of this machine alone, not " + text);
    }
  }
  return renew_certificate();
}

base::Status AsioServer::start() {
  for (const auto& text : options().listen) {
    auto listener = listen::Listener::open(
        io_, text,
        [this, alive = alive_](int socket, const std::string& address) {
          if (*alive) on_accepted(socket, address);
        },
        [this, alive = alive_](const std::string& why) {
          if (*alive && said_.due("accept")) parts().log.write(Event::AcceptFailed, {{"why", why}});
        });
    if (!listener) return listener.error();
    parts().log.write(Event::Listening, {{options().plain ? "http" : "https", (*listener)->address()}});
    listeners_.push_back(std::move(*listener));
  }
  return {};
}

bool AsioServer::has_room(const std::string& host) {
  const auto found = by_host_.find(host);
  const bool is_full = sessions_.size() >= options().max_connections;
  if (!is_full && (found == by_host_.end() || found->second < options().max_connections_an_address)) return true;
  parts().counters.add(Counter::HttpConnectionsRefused);
  if (said_.due(is_full ? "full" : host)) {
    parts().log.write(Event::HttpRefused, {{"address", host}, {"why", "as many connections as allowed are open"}});
  }
  return false;
}

void AsioServer::on_accepted(int socket, const std::string& address) {
  const auto endpoint = listen::read_endpoint(address);
  const std::string host = endpoint ? endpoint->host : address;
  auto wire = options().plain ? accept_plain(io_, socket) : tls_->accept(io_, socket);
  if (!wire) return;
  if (!has_room(host)) return wire->close();
  parts().counters.add(Counter::HttpConnections);
  parts().counters.change(Gauge::HttpConnected, 1);
  ++by_host_[host];
  auto session = std::make_shared<Session>(service_, std::move(wire), host);
  sessions_.insert(session);
  session->start([this, alive = alive_, host, weak = std::weak_ptr(session), service = service_] {
    service->parts.counters.change(Gauge::HttpConnected, -1);
    if (!*alive) return;
    if (--by_host_[host] == 0) by_host_.erase(host);
    sessions_.erase(weak.lock());
    if (sessions_.empty() && stopped_) std::exchange(stopped_, nullptr)();
  });
}

void AsioServer::stop(std::function<void()> done) {
  listeners_.clear();
  const auto sessions = sessions_;  // they leave the set as they end
  for (const auto& session : sessions) session->drain();
  if (sessions_.empty()) return done();
  stopped_ = std::move(done);
}

void AsioServer::close() {
  *alive_ = false;
  listeners_.clear();
  for (const auto& session : std::exchange(sessions_, {})) session->close();
}

}  // namespace

base::Result<std::unique_ptr<Server>> Server::make(asio::io_context& io, ServerParts parts, ServerOptions options,
                                                   std::vector<Route> routes) {
  auto server = std::make_unique<AsioServer>(io, parts, std::move(options), std::move(routes));
  if (auto prepared = server->prepare(); !prepared) return prepared.error();
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace tidings::server
