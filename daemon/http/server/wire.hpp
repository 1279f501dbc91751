#pragma once
/// One connection as bytes: TLS, or plain where that is allowed. One read and one write at a time; each has until the
/// deadline that was set before it. What is called after close() is answered with Cancelled or not at all.
/// Errors: Timeout, Unreachable (it broke), Protocol (TLS), Cancelled.
/// Lives on: the network thread.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/identity/org_id.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::server {

class Wire {
 public:
  virtual ~Wire() = default;
  /// Of the client's certificate, if it showed one and has its key.
  using Shaken = std::function<void(base::Result<std::optional<identity::SpkiPin>>)>;
  using Read = std::function<void(base::Result<std::string_view>)>;  ///< nothing: the end; valid within the call
  using Written = std::function<void(base::Status)>;
  virtual void set_deadline(base::Duration from_now) = 0;
  virtual void shake_hands(Shaken shaken) = 0;
  virtual void read(Read read) = 0;
  virtual void write(std::string head, std::string body, Written written) = 0;
  /// Lets the other side read what was written before the socket goes, also if it is still sending.
  virtual void end() = 0;
  virtual void close() = 0;
};

struct TlsOptions {
  std::string certificate_file, key_file;  ///< PEM
  bool asks_for_certificate{false};
};

/// TLS 1.2 and 1.3 with forward secrecy; no tickets and no session cache, so that a revoked certificate does not come
/// back by resumption; no early data.
class TlsServer {
 public:
  static base::Result<std::unique_ptr<TlsServer>> make(const TlsOptions& options);
  virtual ~TlsServer() = default;
  /// Takes over a connected socket; null if it is gone already.
  virtual std::shared_ptr<Wire> accept(boost::asio::io_context& io, int socket) = 0;
};
std::shared_ptr<Wire> accept_plain(boost::asio::io_context& io, int socket);

}  // namespace tidings::server
