#pragma once
/// Reads HTTP/1.1 requests (RFC 9112) from bytes as they come: a head, then a body of a stated length or in chunks.
/// What is ambiguous is refused, not guessed at: two lengths, a length beside chunks, a second Host, a name with
/// blanks. Pure; does no I/O. Errors: BadInput (400), TooLarge (413, 431), Unsupported (505, 501, 417). Lives on: one
/// thread at a time.
#include <memory>
#include <string_view>

#include "daemon/http/server/message.hpp"

namespace tidings::server {

struct ReaderLimits {
  std::size_t max_head_bytes{16u << 10};
  std::size_t max_headers{64};
  std::size_t max_target_bytes{8u << 10};
};

class RequestReader {
 public:
  explicit RequestReader(const ReaderLimits& limits);
  ~RequestReader();
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;

  /// Takes bytes; how many were used. It stops behind the head, and behind the body.
  base::Result<std::size_t> put(std::string_view bytes);
  /// Of an Unsupported that put() said.
  unsigned unsupported_status() const;
  bool has_head() const;
  bool is_done() const;
  /// Once the head is there: what it says of itself. The body is not read before this is called.
  base::Status allow_body(std::size_t most_bytes);
  bool expects_continue() const;
  bool wants_close() const;  ///< HTTP/1.0, or it said so
  bool has_body() const;     ///< one is announced
  /// The request without id, caller and address; the reader is then spent.
  Request take();
  /// Its head alone, which stays here.
  const Request& head() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tidings::server
