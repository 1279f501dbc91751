#pragma once
/// An HTTP client for what the daemon itself calls: one request, one connection, one answer, each step with a deadline,
/// everything bounded. HTTPS with the server's name checked against the certificates that the system trusts or a
/// file's; plain HTTP to this machine alone. Redirects are not followed: they are answers like others. A name that
/// stands for a private, reserved or link-local address is refused (Policy), unless that is allowed or a URL of ours
/// itself names this machine: who may write a URL must not reach through us what only we reach. Errors: BadInput (the
/// URL), Policy (the address), Unreachable, Timeout, BadSignature (the certificate), Protocol, TooLarge (header; a body
/// that is taken by pieces), Cancelled (it was destroyed), and what a taker of pieces answers. Lives on: the network
/// thread; names are resolved on a thread of its own, so that a name which hangs delays nobody else's.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
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
      std::chrono::seconds(10)};     ///< of resolving, connecting, the handshake, sending, the answer, each piece of it
  base::Duration whole_deadline{0};  ///< of all of it, for a body that drips without end; 0: the steps' alone
  std::size_t max_header_bytes{16u << 10};
  std::size_t max_body_bytes{64u << 10};
  std::string software;  ///< User-Agent
};

/// Who chose where to: by our config a URL may name this machine; by others (a redirect) it may not.
enum class Chosen : std::uint8_t { ByUs, ByOthers };

struct Request {
  std::string method{"GET"};
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  Chosen chosen{Chosen::ByUs};
  /// If given, it gets the body of a 200 piece by piece, and the next is read once it has called `more`. Response::body
  /// is empty then. It may answer at once, or later on the network thread.
  using More = std::function<void(const base::Status&)>;
  std::function<void(std::string piece, More more)> take{};
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

/// The value of an Authorization header for a name and a password (RFC 7617).
std::string basic_authorization(const std::string& name, std::string_view password);

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
