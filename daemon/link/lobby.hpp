#pragma once
/// Connections on their way in and out: opens them, bounds how many are open and how many strangers are in the middle
/// of a handshake, and knows when the last socket is closed. Bounds: `max_connections` in all; `max_handshakes`
/// accepted ones before their key is known, a quarter of them from one host (IPv6: one /64). Who comes beyond is taken
/// in, and the oldest handshake of the host that has most of them is dropped (Busy): so nobody who is not a partner can
/// keep partners out, unless it comes faster than they shake hands. Lives on: the network thread.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "daemon/link/connection.hpp"

namespace tidings::link {

struct LobbyOptions {
  std::size_t max_connections, max_handshakes;
  ConnectionOptions connection;
};

class Lobby {
 public:
  Lobby(boost::asio::io_context& io, const TlsContext& tls, const LobbyOptions& options)
      : io_(io), tls_(tls), options_(options) {}
  ~Lobby();  ///< drops what is opening
  Lobby(const Lobby&) = delete;
  Lobby& operator=(const Lobby&) = delete;

  using Opened = std::function<void(base::Result<std::shared_ptr<Connection>>)>;
  /// False: every connection is a partner's, or one that we dial.
  bool has_room(Role role) const;
  /// Takes the socket over. `opened` is called once, unless the lobby goes first.
  void open(int socket, Role role, const std::string& address, PinJudge judge, Opened opened);
  void drop_opening();
  /// Calls `done` when no socket is open any more, from where that happens; at once if none is.
  void when_empty(std::function<void()> done);

 private:
  using Self = std::weak_ptr<Lobby*>;
  struct Handshake {
    std::shared_ptr<Connection> connection;
    Role role;
    std::string host;
    Opened opened;
  };
  void leave_handshake(std::uint64_t number);
  void make_room(const std::string& host);
  void drop_oldest(const std::string& host);
  void closed();

  boost::asio::io_context& io_;
  const TlsContext& tls_;
  const LobbyOptions options_;
  std::map<std::uint64_t, Handshake> opening_;            ///< the oldest first
  std::unordered_map<std::string, std::size_t> by_host_;  ///< accepted handshakes
  std::size_t handshakes_{0}, sockets_{0};
  std::uint64_t next_number_{1};
  std::function<void()> emptied_;
  std::shared_ptr<Lobby*> self_ = std::make_shared<Lobby*>(this);
};

}  // namespace tidings::link
