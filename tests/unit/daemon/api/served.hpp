#pragma once
/// A node that serves clients, and a client that speaks to it over the real socket from a thread of its own.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/io_context.hpp>

#include "daemon/api/requests.hpp"
#include "daemon/api/server.hpp"
#include "proto/frame.hpp"
#include "proto/wire_limits.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::api {

class Client {
 public:
  explicit Client(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    timeval patience{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  void send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void send(const v1::Request& request) {
    std::string frame;
    proto::append_frame(frame, request_frame, request.SerializeAsString());
    send_bytes(frame);
  }
  /// Nothing once the daemon has closed.
  std::optional<v1::Answer> receive() {
    while (true) {
      auto frame = frames_.next();
      if (!frame) return std::nullopt;
      if (*frame) {
        v1::Answer answer;
        if (!answer.ParseFromString((*frame)->body)) return std::nullopt;
        return answer;
      }
      char buffer[4096];
      const auto size = ::recv(socket_, buffer, sizeof buffer, 0);
      if (size <= 0) return std::nullopt;
      frames_.push({buffer, static_cast<std::size_t>(size)});
    }
  }
  /// All answers to one request.
  std::vector<v1::Answer> ask(v1::Request request) {
    request.set_id(++last_id_);
    send(request);
    return rest();
  }
  std::vector<v1::Answer> rest() {
    std::vector<v1::Answer> answers;
    while (answers.empty() || !answers.back().last()) {
      auto answer = receive();
      if (!answer) return answers;
      answers.push_back(std::move(*answer));
    }
    return answers;
  }
  std::uint64_t next_id() { return ++last_id_; }

 private:
  int socket_;
  bool connected_{false};
  proto::FrameReader frames_{proto::max_api_frame_bytes};
  std::uint64_t last_id_{0};
};

class Served {
 public:
  explicit Served(const partners::Organisation& organisation) : node(organisation) {
    query = query::Query::make(*node.store, *node.book, node.warnings, node.home, node.clock);
    held = intake::HeldDrafts::load(
               {*node.store, *node.publisher, node.home, *node.crypto, node.clock, node.log, node.counters}, {})
               .value();
    watching = watching::Watching::make({*node.store, *query, node.home, node.clock, cursor_key, node.counters}, {});
    options.socket_path = (node.folder / "api.sock").string();
    options.software = "tidingsd/test";
  }
  ~Served() {
    server.reset();
    io.poll();
  }

  base::Status start() {
    access = access::Access::load({*node.store, node.home, *node.crypto, node.clock, node.log, node.counters}).value();
    feeds = feeding::Feeding::make(io, {*node.store, *node.publisher, *node.book, node.warnings, node.home, node.clock,
                                        node.log, node.counters, (node.folder / "fetched").string()});
    Server::Parts parts{*node.store,
                        *node.book,
                        *node.publisher,
                        *held,
                        *query,
                        node.warnings,
                        *watching,
                        *access,
                        *feeds,
                        node.self.card(),
                        node.clock.now() + std::chrono::hours(24 * 400),
                        {},
                        {},
                        node.home,
                        node.clock,
                        node.log,
                        node.counters};
    server = Server::make(io, std::move(parts), options);
    return server->start();
  }
  /// Runs the daemon while `client` talks to it from another thread.
  void serve(const std::function<void()>& client) {
    std::atomic<bool> done{false};
    std::thread thread([&] {
      client();
      done = true;
    });
    while (!done) {
      io.restart();
      if (io.poll() + node.home.run() == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    thread.join();
    io.restart();
    io.poll();
  }

  boost::asio::io_context io;
  intake::Node node;
  std::shared_ptr<intake::HeldDrafts> held;
  std::unique_ptr<access::Access> access;
  std::unique_ptr<feeding::Feeding> feeds;
  std::unique_ptr<query::Query> query;
  base::Secret cursor_key{std::string(32, 'k')};
  std::unique_ptr<watching::Watching> watching;
  ServerOptions options;
  std::unique_ptr<Server> server;
};

}  // namespace tidings::api
