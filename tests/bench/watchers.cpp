#include "tests/bench/watchers.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "proto/frame.hpp"
#include "proto/wire_limits.hpp"
#include "tests/bench/rows.hpp"
#include "tests/bench/values.hpp"

namespace tidings::bench {
namespace {

constexpr auto between_bulletins = std::chrono::milliseconds(25);

int connected_to(const std::string& path) {
  const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (made < 0 || ::connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    give_up("cannot connect to " + path);
  return made;
}

/// Sockets that are all read as soon as they can be.
class Readers {
 public:
  explicit Readers(std::vector<int> sockets) : sockets_(std::move(sockets)), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      epoll_event event{EPOLLIN, {.u64 = i}};
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, sockets_[i], &event);
    }
  }
  ~Readers() {
    ::close(poll_);
    for (const int each : sockets_) ::close(each);
  }
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  /// Calls `each(socket's number, bytes)` for what comes, until it returns false or a second passes without any.
  template <class Each>
  void read(Each each) {
    std::array<epoll_event, 64> events{};
    std::array<char, 16'384> bytes{};
    while (true) {
      const int count = ::epoll_wait(poll_, events.data(), events.size(), 1'000);
      if (count <= 0) return;
      for (int i = 0; i < count; ++i) {
        const auto number = events[static_cast<std::size_t>(i)].data.u64;
        const auto size = ::recv(sockets_[number], bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (size <= 0) give_up("a watcher was dropped");
        if (!each(number, std::string_view(bytes.data(), static_cast<std::size_t>(size)))) return;
      }
    }
  }

 private:
  std::vector<int> sockets_;
  int poll_;
};

void ask_to_watch(int watcher) {
  v1::Request request;
  request.set_id(1);
  request.mutable_watch();
  std::string frame;
  proto::append_frame(frame, 1, request.SerializeAsString());
  if (::send(watcher, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size()))
    give_up("a watch was not sent");
}

}  // namespace

Watched watch_times(Node& node, std::size_t watchers, std::size_t bulletins, std::size_t claims_each) {
  std::vector<int> sockets;
  for (std::size_t i = 0; i < watchers; ++i) {
    sockets.push_back(connected_to(node.socket_path()));
    ask_to_watch(sockets.back());
  }
  while (node.status().watchers() < watchers) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  Readers readers(std::move(sockets));
  std::vector<proto::FrameReader> frames(watchers, proto::FrameReader(proto::max_api_frame_bytes));
  std::vector<std::size_t> heard(watchers, 0);
  std::vector<std::vector<double>> came(bulletins);  // when all of it had
  std::atomic<bool> all_heard{false};
  std::thread listening([&] {
    std::size_t missing = watchers * bulletins * claims_each;
    readers.read([&](std::size_t number, std::string_view bytes) {
      frames[number].push(bytes);
      while (const auto frame = frames[number].next().value()) {
        v1::Answer answer;
        if (!answer.ParseFromString(frame->body)) give_up("a watcher cannot read its answer");
        for (int i = 0; i < answer.watch().arrivals_size(); ++i, --missing) {
          if (++heard[number] % claims_each == 0) came[heard[number] / claims_each - 1].push_back(now_s());
        }
      }
      return missing > 0;
    });
    all_heard = missing == 0;
  });
  std::vector<double> acknowledged;
  for (std::size_t i = 0; i < bulletins; ++i) {
    node.publish(values("watched " + std::to_string(claims_each), i * claims_each, (i + 1) * claims_each), false);
    acknowledged.push_back(now_s());
    std::this_thread::sleep_for(between_bulletins);
  }
  listening.join();
  if (!all_heard) give_up("not every watcher was told everything");
  std::vector<double> times;
  for (std::size_t i = 0; i < bulletins; ++i) {
    for (const double at : came[i]) times.push_back(std::max(0.0, at - acknowledged[i]) * 1'000);
  }
  return {percentile(times, 0.5), percentile(times, 0.99)};
}

double bare_fan_out_p99_ms(std::size_t watchers, std::size_t frame_bytes, std::size_t rounds) {
  std::vector<int> ours, theirs;
  for (std::size_t i = 0; i < watchers; ++i) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) give_up("no more sockets");
    ours.push_back(pair[0]);
    theirs.push_back(pair[1]);
  }
  Readers readers(std::move(theirs));
  std::atomic<double> began{0};
  std::vector<double> times;
  std::thread listening([&] {
    std::size_t missing = watchers * rounds * frame_bytes;
    readers.read([&](std::size_t, std::string_view bytes) {
      times.push_back((now_s() - began) * 1'000);
      missing -= bytes.size();
      return missing > 0;
    });
  });
  const std::string frame(frame_bytes, 'x');
  for (std::size_t round = 0; round < rounds; ++round) {
    began = now_s();
    for (const int each : ours) {
      if (::send(each, frame.data(), frame.size(), MSG_NOSIGNAL) < 0) give_up("a bare send failed");
    }
    std::this_thread::sleep_for(between_bulletins);
  }
  listening.join();
  for (const int each : ours) ::close(each);
  return percentile(times, 0.99);
}

}  // namespace tidings::bench
