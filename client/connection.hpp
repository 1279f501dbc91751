#pragma once
/// A connection to the daemon's Unix socket: requests out, answers in (proto/tidings/v1/api.proto). Blocking, each wait
/// with a deadline. Several requests may be under way: queue() them, flush(), then receive() as many answers.
/// While it writes it also reads, so that a daemon with much to answer never waits for us.
/// Errors: Unreachable (which socket, why, what to do), Timeout, Protocol, TooLarge; ask() and stream() also return
/// what the daemon answers as an error, with the names it thinks were meant. Lives on: one thread.
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "proto/frame.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::client {

inline constexpr std::string_view default_socket = "/run/tidings/api.sock";
/// A publish of 100,000 claims is acknowledged in about a second; a full disk or a stopped daemon shows itself here.
inline constexpr base::Duration answer_deadline = std::chrono::minutes(2);

class Connection {
 public:
  static base::Result<Connection> open(const std::string& socket_path);
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection();

  /// From here on every wait ends with Cancelled once `fd` can be read.
  void stop_on(int fd) { stop_fd_ = fd; }
  std::uint64_t next_id() { return ++last_id_; }
  void queue(const v1::Request& request);
  base::Status flush(base::Duration deadline = answer_deadline);
  /// The next answer to any request, whatever it says.
  base::Result<v1::Answer> receive(base::Duration deadline = answer_deadline);

  /// Gives the request an id, sends it and waits for its one answer.
  base::Result<v1::Answer> ask(v1::Request request, base::Duration deadline = answer_deadline);
  /// The same for a request with several answers: `each` sees them all, until the last or until it fails.
  base::Status stream(v1::Request request, const std::function<base::Status(const v1::Answer&)>& each);
  /// Waits for the answers of `id`, the last included.
  base::Status answers_of(std::uint64_t id, const std::function<base::Status(const v1::Answer&)>& each);

 private:
  explicit Connection(int fd);
  base::Status wait(short events, std::chrono::steady_clock::time_point until, short& ready);
  base::Status write_some();
  base::Status read_some();
  void close();

  int fd_{-1};
  int stop_fd_{-1};
  std::uint64_t last_id_{0};
  std::string unsent_;
  std::size_t sent_{0};
  proto::FrameReader reader_;
};

/// The error that an answer carries; its sentence ends with the names that may have been meant.
base::Error error_of(const v1::ErrorAnswer& answer);

}  // namespace tidings::client
