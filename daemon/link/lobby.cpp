#include "daemon/link/lobby.hpp"

#include <algorithm>
#include <utility>

#include "daemon/link/doorkeeper.hpp"

namespace tidings::link {

Lobby::~Lobby() {
  self_.reset();  // what ends now tells nobody
  drop_opening();
}

bool Lobby::has_room(Role role) const {
  return sockets_ < options_.max_connections || (role == Role::Accepted && handshakes_ > 0);
}

void Lobby::open(int socket, Role role, const std::string& address, PinJudge judge, Opened opened) {
  const std::uint64_t number = next_number_++;
  const std::string host = network_of(address);
  if (role == Role::Accepted) {
    make_room(host);
    ++handshakes_;
    ++by_host_[host];
  }
  ++sockets_;
  Opening opening{socket, role, address, std::move(judge), nullptr, nullptr};
  opening.opened = [self = Self(self_), number](base::Result<std::shared_ptr<Connection>> result) {
    const auto lobby = self.lock();
    if (!lobby) return;
    const auto told = (*lobby)->opening_.at(number).opened;
    (*lobby)->leave_handshake(number);
    told(std::move(result));
  };
  opening.closed = [self = Self(self_)] {
    if (const auto lobby = self.lock()) (*lobby)->closed();
  };
  auto& handshake = opening_[number] = {nullptr, role, host, std::move(opened)};
  handshake.connection = open_connection(io_, tls_, options_.connection, std::move(opening));
}

void Lobby::make_room(const std::string& host) {
  const auto here = by_host_.find(host);
  if (here != by_host_.end() && here->second >= std::max<std::size_t>(1, options_.max_handshakes / 4)) {
    drop_oldest(host);
  } else if (handshakes_ > 0 && (handshakes_ >= options_.max_handshakes || sockets_ >= options_.max_connections)) {
    const auto most = std::max_element(by_host_.begin(), by_host_.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    // Where none has more than one, the oldest of all.
    drop_oldest(most->second > 1 ? most->first : std::string());
  }
}

/// Of one host, or of all if it is empty.
void Lobby::drop_oldest(const std::string& host) {
  const auto oldest = std::find_if(opening_.begin(), opening_.end(), [&](const auto& one) {
    return one.second.role == Role::Accepted && (host.empty() || one.second.host == host);
  });
  if (oldest == opening_.end()) return;
  const Handshake dropped = oldest->second;
  leave_handshake(oldest->first);
  dropped.connection->drop();
  dropped.opened(base::fail(base::ErrorCode::Busy, "dropped in the middle of the handshake for one who came later"));
}

void Lobby::leave_handshake(std::uint64_t number) {
  const auto place = opening_.find(number);
  if (place->second.role == Role::Accepted) {
    --handshakes_;
    const auto found = by_host_.find(place->second.host);
    if (--found->second == 0) by_host_.erase(found);
  }
  opening_.erase(place);
}

void Lobby::drop_opening() {
  for (const auto& [number, handshake] : std::exchange(opening_, {})) handshake.connection->drop();
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
