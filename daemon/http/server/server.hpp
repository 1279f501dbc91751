#pragma once
/// The HTTPS server: connections, requests and answers for the routes that are given to it. HTTP/1.1 with keep-alive;
/// every request is asked who it is before its body is read. Plain HTTP is served at addresses of this machine alone.
/// Bounds: connections in all and an address, head, body (a route's), and the time for each; beyond them a connection
/// is refused or closed. What a request's head holds is never logged, but for method and path.
/// Errors: BadInput (key and certificate, plain beyond this machine), Unreachable (cannot listen).
/// Lives on: the network thread; what is long is compressed on `work`.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/http/server/message.hpp"
#include "daemon/http/server/request_reader.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::server {

struct ServerOptions {
  std::vector<std::string> listen;
  std::string certificate_file, key_file;
  bool plain{false};
  bool client_certificates{false};
  std::size_t max_connections{256}, max_connections_an_address{64};
  base::Duration handshake_deadline{std::chrono::seconds(10)};
  base::Duration request_deadline{std::chrono::seconds(60)};  ///< from its first byte to its last
  base::Duration idle_deadline{std::chrono::seconds(60)};
  base::Duration write_deadline{std::chrono::minutes(2)};  ///< for each piece of an answer
  std::size_t max_requests_a_connection{100'000};
  ReaderLimits limits;
};

struct ServerParts {
  access::Access& access;
  base::Executor& home;
  base::Executor& work;
  const base::Clock& clock;
  telemetry::Log& log;
  telemetry::Counters& counters;
};

class Server {
 public:
  static base::Result<std::unique_ptr<Server>> make(boost::asio::io_context& io, ServerParts parts,
                                                    ServerOptions options, std::vector<Route> routes);
  virtual ~Server() = default;
  virtual base::Status start() = 0;
  /// Listens no more; what was asked is answered first. Then `done`.
  virtual void stop(std::function<void()> done) = 0;
  /// The certificate and key files again: a renewed one is shown from now on.
  virtual base::Status renew_certificate() = 0;
  virtual std::vector<std::string> addresses() const = 0;  ///< with the real ports
};

}  // namespace tidings::server
