#pragma once
/// A request as routes get it, and what they answer: values, bounded before they are made.
/// Lives on: the network thread.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "daemon/access/access.hpp"

namespace tidings::server {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string id;                   ///< made here, told in X-Request-Id and the log
  std::string method, path, query;  ///< path and query as sent, not decoded
  Headers headers;                  ///< names in lower case, in order
  std::string body;
  access::Caller caller;  ///< where the route asks who it is
  std::string address;
  /// The first of that name; nothing if it was not sent.
  std::optional<std::string_view> header(std::string_view lower_name) const;
};
using RequestRef = std::shared_ptr<const Request>;

/// The next piece of a long body; empty at its end. Asked for when there is room.
using Piece = std::function<void(base::Result<std::string>)>;
using Pieces = std::function<void(Piece)>;

struct Response {
  unsigned status{200};
  Headers headers;  ///< Content-Length, Date, Connection and the like are the server's
  std::string body;
  Pieces pieces;  ///< in place of a body: sent as it comes, in chunks
  bool may_compress{true};
};
using Respond = std::function<void(Response)>;

/// What begins so is answered by `handle`, once, at once or later.
struct Route {
  std::string prefix;
  std::size_t max_body_bytes{0};
  /// What keeps a request from its handler, in the route's own form: 400, 401, 405, 408, 413, 431, 503.
  std::function<Response(unsigned status, std::string_view why)> refusal;
  std::function<void(RequestRef, Respond)> handle;
};

std::string_view reason_phrase(unsigned status);
/// The head of a response, up to the empty line.
std::string written_head(unsigned status, const Headers& headers);
/// "Sun, 22 Nov 2026 14:03:05 GMT" (RFC 9110 section 5.6.7).
std::string http_date(base::Instant at);

}  // namespace tidings::server
