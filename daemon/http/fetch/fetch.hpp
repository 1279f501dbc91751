#pragma once
/// An HTTP client for what the daemon itself calls: one request, one connection, one answer, each step with a deadline,
/// everything bounded. HTTPS with the server's name checked against the certificates that the system trusts or a
/// file's; plain HTTP to this machine alone. Redirects are not followed: they are answers like others. A name that
/// stands for a private, reserved or link-local address is refused (Policy), unless that is allowed or the URL itself
/// names this machine: who may write a URL must not reach through us what only we reach. Errors: BadInput (the URL),
/// Policy (the address), Unreachable, Timeout, BadSignature (the certificate), Protocol, TooLarge (header), Cancelled
/// (it was destroyed). Lives on: the network thread; names are resolved on a thread of its own, so that a name which
/// hangs delays nobody else's.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/async/executor.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::fetch {

struct FetchOptions {
  std::string ca_file;  ///< PEM; empty: the system's
  bool allow_private{false};
  base::Duration step_deadline{
      std::chrono::seconds(10)};  ///< of resolving, connecting, the handshake, sending, the answer
  std::size_t max_header_bytes{16u << 10};
  std::size_t max_body_bytes{64u << 10};
  std::string software;  ///< User-Agent
};

struct Request {
  std::string method{"GET"};
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Response {
  unsigned status{0};
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  bool cut{false};  ///< the body was longer than max_body_bytes: this is its beginning
};

struct Url {
  bool tls{true};
  std::string host;                 ///< without brackets
  std::string port;                 ///< a number
  std::string target;               ///< path and query, never empty
  std::string authority;            ///< as the Host header has it
  bool names_this_machine() const;  ///< localhost or a loopback address, in so many letters
};
base::Result<Url> read_url(const std::string& url);

class Fetcher {
 public:
  using Done = std::function<void(base::Result<Response>)>;
  /// Internal or BadInput where the certificates cannot be read.
  static base::Result<std::unique_ptr<Fetcher>> make(boost::asio::io_context& io, base::Executor& home,
                                                     FetchOptions options);
  virtual ~Fetcher() = default;  ///< what is under way is never answered
  /// Answers once, never within this call. One at a time.
  virtual void fetch(Request request, Done done) = 0;
};

}  // namespace tidings::fetch
