#include "daemon/link/lobby.hpp"

#include <algorithm>
#include <utility>

#include "daemon/link/doorkeeper.hpp"

namespace tidings::link {

Lobby::~Lobby() {
  self_.reset();  // what ends now tells nobody
  drop_opening();
}

bool Lobby::has_room(Role role, const std::string& address) const {
  if (sockets_ >= options_.max_connections) return false;
  if (role == Role::Dialled) return true;
  const auto found = by_host_.find(host_of(address));
  const std::size_t from_there = found == by_host_.end() ? 0 : found->second;
  return handshakes_ < options_.max_handshakes && from_there < std::max<std::size_t>(1, options_.max_handshakes / 4);
}

void Lobby::open(int socket, Role role, const std::string& address, PinJudge judge, Opened opened) {
  const std::uint64_t number = next_number_++;
  const std::string host = host_of(address);
  ++sockets_;
  if (role == Role::Accepted) {
    ++handshakes_;
    ++by_host_[host];
  }
  Opening opening{socket, role, address, std::move(judge), nullptr, nullptr};
  opening.opened = [self = Self(self_), number, role, host,
                    opened = std::move(opened)](base::Result<std::shared_ptr<Connection>> result) {
    const auto lobby = self.lock();
    if (!lobby) return;
    (*lobby)->leave_handshake(number, role, host);
    opened(std::move(result));
  };
  opening.closed = [self = Self(self_)] {
    if (const auto lobby = self.lock()) (*lobby)->closed();
  };
  opening_[number] = open_connection(io_, tls_, options_.connection, std::move(opening));
}

void Lobby::leave_handshake(std::uint64_t number, Role role, const std::string& host) {
  opening_.erase(number);
  if (role != Role::Accepted) return;
  --handshakes_;
  const auto found = by_host_.find(host);
  if (--found->second == 0) by_host_.erase(found);
}

void Lobby::drop_opening() {
  for (const auto& [number, connection] : std::exchange(opening_, {})) connection->drop();
  by_host_.clear();
  handshakes_ = 0;
}

void Lobby::when_empty(std::function<void()> done) {
  if (sockets_ == 0) return done();
  emptied_ = std::move(done);
}

void Lobby::closed() {
  if (--sockets_ > 0) return;
  if (const auto done = std::exchange(emptied_, nullptr)) done();
}

}  // namespace tidings::link
