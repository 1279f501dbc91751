#include "client/connection.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "client/unreachable.hpp"
#include "proto/wire_limits.hpp"

namespace tidings::client {
namespace {

using base::ErrorCode;
using base::fail;
using SteadyClock = std::chrono::steady_clock;

constexpr std::uint8_t request_frame = 1;
constexpr std::uint8_t answer_frame = 2;

}  // namespace

Connection::Connection(int fd) : fd_(fd), reader_(proto::max_api_frame_bytes) {}
Connection::~Connection() { close(); }

Connection::Connection(Connection&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      stop_fd_(other.stop_fd_),
      last_id_(other.last_id_),
      unsent_(std::move(other.unsent_)),
      sent_(other.sent_),
      reader_(std::move(other.reader_)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  if (this == &other) return *this;
  close();
  fd_ = std::exchange(other.fd_, -1);
  stop_fd_ = other.stop_fd_;
  last_id_ = other.last_id_;
  unsent_ = std::move(other.unsent_);
  sent_ = other.sent_;
  reader_ = std::move(other.reader_);
  return *this;
}

void Connection::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

base::Result<Connection> Connection::open(const std::string& socket_path) {
  auto fd = connect_to(socket_path);
  if (!fd) return fd.error();
  return Connection(*fd);
}

void Connection::queue(const v1::Request& request) {
  if (sent_ == unsent_.size()) {
    unsent_.clear();
    sent_ = 0;
  }
  proto::append_frame(unsent_, request_frame, request.SerializeAsString());
}

base::Status Connection::wait(short events, SteadyClock::time_point until, short& ready) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now()).count();
    if (left <= 0)
      return fail(ErrorCode::Timeout, "the daemon did not answer in time; see its log, or 'tidings status'");
    std::array<pollfd, 2> wanted{{{fd_, events, 0}, {stop_fd_, POLLIN, 0}}};  // a negative one is passed over
    const int count = ::poll(wanted.data(), wanted.size(), static_cast<int>(std::min<long>(left, 60'000)));
    if (count < 0 && errno != EINTR)
      return fail(ErrorCode::Unreachable, "waiting for the daemon: " + describe_errno(errno));
    if (wanted[1].revents != 0) return fail(ErrorCode::Cancelled, "stopped");
    if (count > 0) {
      ready = wanted[0].revents;
      return {};
    }
  }
}

base::Status Connection::write_some() {
  const ssize_t count = ::send(fd_, unsent_.data() + sent_, unsent_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count >= 0) {
    sent_ += static_cast<std::size_t>(count);
  } else if (errno != EAGAIN && errno != EINTR) {
    return fail(ErrorCode::Unreachable, "the daemon ended the connection: " + describe_errno(errno));
  }
  return {};
}

base::Status Connection::read_some() {
  std::array<char, 64 * 1024> chunk;
  const ssize_t count = ::recv(fd_, chunk.data(), chunk.size(), MSG_DONTWAIT);
  if (count > 0) {
    reader_.push({chunk.data(), static_cast<std::size_t>(count)});
  } else if (count == 0) {
    return fail(ErrorCode::Unreachable, "the daemon ended the connection before it answered; its log says why");
  } else if (errno != EAGAIN && errno != EINTR) {
    return fail(ErrorCode::Unreachable, "the daemon ended the connection: " + describe_errno(errno));
  }
  return {};
}

base::Status Connection::flush(base::Duration deadline) {
  const auto until = SteadyClock::now() + deadline;
  while (sent_ < unsent_.size()) {
    short ready = 0;
    if (auto status = wait(POLLIN | POLLOUT, until, ready); !status) return status;
    if ((ready & (POLLOUT | POLLERR)) != 0) {
      if (auto status = write_some(); !status) return status;
    }
    if ((ready & (POLLIN | POLLHUP)) != 0) {
      if (auto status = read_some(); !status) return status;
    }
  }
  unsent_.clear();
  sent_ = 0;
  return {};
}

base::Result<v1::Answer> Connection::receive(base::Duration deadline) {
  const auto until = SteadyClock::now() + deadline;
  for (;;) {
    auto frame = reader_.next();
    if (!frame) return frame.error();
    if (frame->has_value()) {
      v1::Answer answer;
      if ((*frame)->type != answer_frame || !answer.ParseFromString((*frame)->body)) {
        return fail(ErrorCode::Protocol, "what answers on this socket does not speak the tidings API");
      }
      return answer;
    }
    short ready = 0;
    if (auto status = wait(POLLIN, until, ready); !status) return status.error();
    if (auto status = read_some(); !status) return status.error();
  }
}

base::Result<v1::Answer> Connection::ask(v1::Request request, base::Duration deadline) {
  request.set_id(next_id());
  queue(request);
  if (auto status = flush(deadline); !status) return status.error();
  for (;;) {
    auto answer = receive(deadline);
    if (!answer) return answer;
    if (answer->id() != request.id()) continue;  // the rest of an earlier stream that nobody waits for
    if (answer->has_error()) return error_of(answer->error());
    return answer;
  }
}

base::Status Connection::answers_of(std::uint64_t id, const std::function<base::Status(const v1::Answer&)>& each) {
  for (;;) {
    auto answer = receive();
    if (!answer) return answer.error();
    if (answer->id() != id) continue;
    if (answer->has_error()) return error_of(answer->error());
    if (auto status = each(*answer); !status) return status;
    if (answer->last()) return {};
  }
}

base::Status Connection::stream(v1::Request request, const std::function<base::Status(const v1::Answer&)>& each) {
  request.set_id(next_id());
  queue(request);
  if (auto status = flush(); !status) return status;
  return answers_of(request.id(), each);
}

base::Error error_of(const v1::ErrorAnswer& answer) {
  base::Error error{ErrorCode::Internal, answer.text()};
  for (int code = 0; code <= static_cast<int>(ErrorCode::Cancelled); ++code) {
    const auto each = static_cast<ErrorCode>(code);
    if (base::name(each) == answer.code()) error.code = each;
  }
  for (int i = 0; i < answer.nearest_size(); ++i) {
    error.what += (i == 0 ? "; did you mean " : i + 1 == answer.nearest_size() ? " or " : ", ") + answer.nearest(i);
  }
  if (answer.nearest_size() > 0) error.what += "?";
  return error;
}

}  // namespace tidings::client
