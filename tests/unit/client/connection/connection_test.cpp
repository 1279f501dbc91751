#include "client/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <thread>

#include "client/exit_code.hpp"
#include "proto/wire_limits.hpp"

namespace tidings::client {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

/// A daemon in a thread that answers what the test says: real sockets, real frames.
class Daemon {
 public:
  using Serve = std::function<void(int fd)>;
  explicit Daemon(Serve serve) {
    static int count = 0;
    path_ = (std::filesystem::temp_directory_path() /
             ("tidings-api-" + std::to_string(::getpid()) + "-" + std::to_string(++count)))
                .string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.c_str(), path_.size());
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 4), 0);
    thread_ = std::thread([this, serve = std::move(serve)] {
      const int fd = ::accept(listener_, nullptr, nullptr);
      serve(fd);
      ::close(fd);
    });
  }
  ~Daemon() {
    thread_.join();
    ::close(listener_);
    ::unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }

  static std::optional<v1::Request> read(int fd, proto::FrameReader& reader) {
    char chunk[4096];
    for (;;) {
      auto frame = reader.next();
      if (frame && *frame) {
        v1::Request request;
        EXPECT_TRUE(request.ParseFromString((*frame)->body));
        return request;
      }
      const ssize_t count = ::read(fd, chunk, sizeof chunk);
      if (count <= 0) return std::nullopt;
      reader.push({chunk, static_cast<std::size_t>(count)});
    }
  }
  static void write(int fd, const v1::Answer& answer, std::uint8_t type = 2) {
    std::string out;
    proto::append_frame(out, type, answer.SerializeAsString());
    for (std::size_t sent = 0; sent < out.size();) {
      const ssize_t count = ::send(fd, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return;
      sent += static_cast<std::size_t>(count);
    }
  }

 private:
  std::string path_;
  int listener_{-1};
  std::thread thread_;
};

v1::Request status_request() {
  v1::Request request;
  request.mutable_status();
  return request;
}

TEST(Connection, asks_and_gets_the_answer_of_its_id) {
  Daemon daemon([](int fd) {
    proto::FrameReader reader(proto::max_api_frame_bytes);
    const auto request = Daemon::read(fd, reader);
    v1::Answer stray, answer;
    stray.set_id(request->id() + 100);
    Daemon::write(fd, stray);
    answer.set_id(request->id());
    answer.set_last(true);
    answer.mutable_status()->set_organisation("Taipei CERT");
    Daemon::write(fd, answer);
  });
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  const auto answer = connection->ask(status_request());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status().organisation(), "Taipei CERT");
}

TEST(Connection, a_stream_ends_with_the_last_answer) {
  Daemon daemon([](int fd) {
    proto::FrameReader reader(proto::max_api_frame_bytes);
    const auto request = Daemon::read(fd, reader);
    for (int i = 0; i < 3; ++i) {
      v1::Answer answer;
      answer.set_id(request->id());
      answer.set_last(i == 2);
      answer.mutable_query()->set_indexed_to(static_cast<std::uint64_t>(i));
      Daemon::write(fd, answer);
    }
  });
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  int count = 0;
  EXPECT_TRUE(connection->stream(status_request(), [&](const v1::Answer&) {
    ++count;
    return base::Status{};
  }));
  EXPECT_EQ(count, 3);
}

TEST(Connection, many_requests_under_way_do_not_lock_up_against_a_busy_daemon) {
  constexpr int requests = 2'000;
  Daemon daemon([](int fd) {  // answers each request at length before it reads the next
    proto::FrameReader reader(proto::max_api_frame_bytes);
    v1::Answer answer;
    answer.set_last(true);
    answer.mutable_status()->set_counters(std::string(10'000, 'x'));
    for (int i = 0; i < requests; ++i) {
      const auto request = Daemon::read(fd, reader);
      if (!request) return;
      answer.set_id(request->id());
      Daemon::write(fd, answer);
    }
  });
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  for (int i = 0; i < requests; ++i) {
    v1::Request request;
    request.set_id(connection->next_id());
    request.mutable_card()->set_partner(std::string(2'000, 'p'));
    connection->queue(request);
  }
  ASSERT_TRUE(connection->flush(std::chrono::seconds(30)));
  for (int i = 0; i < requests; ++i) ASSERT_TRUE(connection->receive(std::chrono::seconds(30)));
}

TEST(Connection, an_error_carries_the_nearest_names) {
  Daemon daemon([](int fd) {
    proto::FrameReader reader(proto::max_api_frame_bytes);
    const auto request = Daemon::read(fd, reader);
    v1::Answer answer;
    answer.set_id(request->id());
    answer.set_last(true);
    answer.mutable_error()->set_code("policy");
    answer.mutable_error()->set_text("no partner 'brusels'");
    answer.mutable_error()->add_nearest("brussels");
    Daemon::write(fd, answer);
  });
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  const auto answer = connection->ask(status_request());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::ErrorCode::Policy);
  EXPECT_EQ(answer.error().what, "no partner 'brusels'; did you mean brussels?");
}

TEST(Connection, a_silent_daemon_is_given_up_at_the_deadline) {
  Daemon daemon([](int fd) {
    proto::FrameReader reader(proto::max_api_frame_bytes);
    while (Daemon::read(fd, reader)) {}
  });
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  const auto answer = connection->ask(status_request(), milliseconds(50));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::ErrorCode::Timeout);
}

TEST(Connection, a_daemon_that_hangs_up_is_unreachable) {
  Daemon daemon([](int) {});
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  const auto answer = connection->ask(status_request());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::ErrorCode::Unreachable);
}

TEST(Connection, something_else_on_the_socket_is_told_apart) {
  Daemon daemon([](int fd) {
    proto::FrameReader reader(proto::max_api_frame_bytes);
    Daemon::read(fd, reader);
    Daemon::write(fd, v1::Answer(), 77);
    Daemon::read(fd, reader);
  });
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  const auto answer = connection->ask(status_request());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::ErrorCode::Protocol);
}

TEST(Connection, an_absent_daemon_is_named_with_what_to_do) {
  const auto connection = Connection::open("/nowhere/api.sock");
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, base::ErrorCode::Unreachable);
  EXPECT_THAT(connection.error().what, HasSubstr("/nowhere/api.sock"));
  EXPECT_THAT(connection.error().what, HasSubstr("systemctl start tidingsd"));
}

TEST(Connection, a_path_too_long_for_a_socket_is_bad_input) {
  const auto connection = Connection::open("/" + std::string(200, 'x'));
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, base::ErrorCode::BadInput);
}

TEST(ExitCode, every_error_has_its_promised_number) {
  EXPECT_EQ(exit_code_of(base::ErrorCode::NotFound), ExitCode::NotFound);
  EXPECT_EQ(exit_code_of(base::ErrorCode::BadInput), ExitCode::BadInput);
  EXPECT_EQ(exit_code_of(base::ErrorCode::Unreachable), ExitCode::Unreachable);
  EXPECT_EQ(exit_code_of(base::ErrorCode::Policy), ExitCode::Refused);
  EXPECT_EQ(exit_code_of(base::ErrorCode::Forbidden), ExitCode::Refused);
  EXPECT_EQ(exit_code_of(base::ErrorCode::BadSignature), ExitCode::BadProof);
  EXPECT_EQ(exit_code_of(base::ErrorCode::BadProof), ExitCode::BadProof);
}

}  // namespace
}  // namespace tidings::client
