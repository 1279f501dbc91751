#include "tests/bench/counting_proxy.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "tests/bench/node.hpp"

namespace tidings::bench {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

}  // namespace

CountingProxy::CountingProxy(int listen_port, int to_port) : to_port_(to_port) {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  const int yes = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const auto address = loopback(listen_port);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 8) != 0) {
    give_up("the proxy cannot listen");
  }
  acceptor_ = std::thread([this] { accept_loop(); });
}

CountingProxy::~CountingProxy() {
  stopping_ = true;
  acceptor_.join();
  for (auto& relay : relays_) relay.join();
  ::close(listener_);
}

void CountingProxy::accept_loop() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 50) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(to_port_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(client);
      ::close(server);
      continue;
    }
    relays_.emplace_back([this, client, server] { relay(client, server); });
  }
}

void CountingProxy::relay(int from_client, int to_server) {
  std::array<pollfd, 2> ends{{{from_client, POLLIN, 0}, {to_server, POLLIN, 0}}};
  std::array<char, 65536> buffer{};
  bool open = true;
  while (open && !stopping_) {
    if (::poll(ends.data(), ends.size(), 50) <= 0) continue;
    for (std::size_t i = 0; i < ends.size() && open; ++i) {
      if (ends[i].revents == 0) continue;
      const auto got = ::read(ends[i].fd, buffer.data(), buffer.size());
      open = got > 0;
      for (ssize_t put = 0; open && put < got;) {
        const auto wrote = ::write(ends[1 - i].fd, buffer.data() + put, static_cast<std::size_t>(got - put));
        open = wrote > 0;
        put += wrote;
      }
      if (open) bytes_ += static_cast<std::uint64_t>(got);
    }
  }
  ::close(from_client);
  ::close(to_server);
}

}  // namespace tidings::bench
