#include "daemon/link/links.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>

#include "daemon/link/doorkeeper.hpp"
#include "daemon/link/goodbye.hpp"
#include "daemon/link/lobby.hpp"
#include "daemon/link/peer.hpp"
#include "daemon/listen/listener.hpp"

namespace tidings::link {
namespace {

using base::ErrorCode;
using identity::OrgId;
using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;
using telemetry::Gauge;
using SharedConnection = std::shared_ptr<Connection>;

// Connections of one partner that have not said Hello yet: its dial, ours, and a retry of each.
constexpr std::size_t max_greeting = 4;
// A link that lived for so many first back-offs was one: the next begins with the first back-off again.
constexpr int lived_back_offs = 10;
// What stop() waits for Goodbyes to be read (Connection::finish waits two seconds) before it gives up on what is left.
constexpr base::Duration stop_deadline{std::chrono::seconds(3)};

LobbyOptions lobby_options(const LinksOptions& options) {
  ConnectionOptions connection;
  connection.handshake_deadline = options.handshake_deadline;
  connection.frame_deadline = options.frame_deadline;
  return {options.max_connections, options.max_handshakes, connection};
}

class TlsLinks final : public Links, public SessionHost {
 public:
  TlsLinks(boost::asio::io_context& io, Parts parts, LinksOptions options, std::unique_ptr<TlsContext> tls)
      : shop_{io, std::move(parts), std::move(options), sharing::make_wanting()},
        parts_(shop_.parts),
        tls_(std::move(tls)),
        door_(parts_.book, parts_.clock, parts_.log, parts_.counters),
        lobby_(io, *tls_, lobby_options(shop_.options)),
        stop_timer_(io) {}
  ~TlsLinks() override {
    if (bell_) parts_.store.remove_bell(*bell_);
  }

  base::Status start() override;
  std::vector<std::string> listening() const override;
  void stop(std::function<void()> done) override;
  std::vector<LinkState> states() const override;

  bool settle(Session& session) override;
  void over(Session& session, const base::Error& why) override;

 private:
  using Self = std::weak_ptr<TlsLinks*>;
  void accepted(int socket, const std::string& address);
  void opened(const SharedConnection& connection);
  void begin(Peer& peer, const SharedConnection& connection);
  Peer& peer_of(const OrgId& partner);
  Dialler::Owner dialled_for(const OrgId& partner);
  std::vector<std::string> endpoints_of(const OrgId& partner) const;
  void reached(const OrgId& partner, Reached reached);
  void dialled(const OrgId& partner, base::Result<SharedConnection> connection);
  void dial_failed(Peer& peer, const std::string& where, const base::Error& why);
  void book_changed(const OrgId& partner);
  void end_all(Peer& peer, ErrorCode code, std::string_view text);
  void came_up(Peer& peer, Session& session);
  void went_down(Peer& peer, const base::Error& why);
  void note(Peer& peer, const base::Error& why);
  void append();
  std::string name_of(const OrgId& partner) const { return parts_.book.current()->name_of(partner); }
  base::Duration now() const { return parts_.clock.monotonic(); }

  Workshop shop_;
  Parts& parts_;
  std::unique_ptr<TlsContext> tls_;
  Doorkeeper door_;
  Lobby lobby_;
  std::vector<std::unique_ptr<listen::Listener>> listeners_;
  std::map<OrgId, Peer> peers_;
  std::optional<int> bell_;
  bool stopping_{false};
  Timer stop_timer_;
  std::shared_ptr<TlsLinks*> self_ = std::make_shared<TlsLinks*>(this);
};

base::Status TlsLinks::start() {
  for (const auto& address : shop_.options.listen) {
    auto listener = listen::Listener::open(
        shop_.io, address, [this](int socket, const std::string& from) { accepted(socket, from); },
        [this](const std::string& why) { parts_.log.write(Event::AcceptFailed, {{"reason", why}}); });
    if (!listener) {
      parts_.log.write(Event::ListenFailed, {{"address", address}, {"reason", listener.error().what}});
      return listener.error();
    }
    parts_.log.write(Event::Listening, {{"address", (*listener)->address()}});
    listeners_.push_back(std::move(*listener));
  }
  bell_ = parts_.store.on_append(parts_.home, [self = Self(self_)] {
    if (const auto links = self.lock()) (*links)->append();
  });
  parts_.book.on_change([self = Self(self_)](const OrgId& partner) {
    if (const auto links = self.lock()) (*links)->book_changed(partner);
  });
  const auto book = parts_.book.current();
  for (const auto& [id, partner] : book->partners) book_changed(id);
  return {};
}

std::vector<std::string> TlsLinks::listening() const {
  std::vector<std::string> addresses;
  for (const auto& listener : listeners_) addresses.push_back(listener->address());
  return addresses;
}

void TlsLinks::accepted(int socket, const std::string& address) {
  if (stopping_ || !lobby_.has_room(Role::Accepted)) {
    ::close(socket);
    return door_.note_full(address);
  }
  lobby_.open(socket, Role::Accepted, address, door_.for_anyone(address),
              [this, address](base::Result<SharedConnection> result) {
                if (!result && result.error().code == ErrorCode::Busy) return door_.note_full(address);
                if (!result) return door_.note_failure(address, result.error());
                opened(*result);
              });
}

/// A partner has come: whose key it was decides who it is.
void TlsLinks::opened(const SharedConnection& connection) {
  const auto book = parts_.book.current();
  const partners::Partner* partner = book->find_pin(connection->pin());
  if (partner == nullptr || stopping_) return connection->drop();
  Peer& peer = peer_of(partner->record.organisation);
  if (partner->record.standing != policy::Standing::Active) {
    return connection->finish(goodbye_frame(ErrorCode::Policy, "this partner is suspended here"));
  }
  if (peer.greeting.size() >= max_greeting) {
    door_.note_full(connection->address());
    return connection->finish(goodbye_frame(ErrorCode::Busy, "too many connections of one partner at once"));
  }
  begin(peer, connection);
}

void TlsLinks::begin(Peer& peer, const SharedConnection& connection) {
  auto session = Session::make(shop_, *this, peer.organisation, connection);
  peer.greeting.push_back(session);
  session->start();
}

Peer& TlsLinks::peer_of(const OrgId& partner) {
  const auto [place, is_new] = peers_.try_emplace(partner);
  Peer& peer = place->second;
  if (!is_new) return peer;
  const LinksOptions& options = shop_.options;
  peer.organisation = partner;
  peer.state.partner = partner;
  peer.state.since = parts_.clock.now();
  peer.dialler = std::make_unique<Dialler>(
      shop_.io, DiallerOptions{options.dial_first, options.dial_most, options.handshake_deadline},
      dialled_for(partner));
  return peer;
}

Dialler::Owner TlsLinks::dialled_for(const OrgId& partner) {
  return {.endpoints = [this, partner] { return endpoints_of(partner); },
          .reached = [this, partner](Reached found) { reached(partner, std::move(found)); },
          .failed = [this, partner](const std::string& where,
                                    const base::Error& why) { dial_failed(peers_.at(partner), where, why); }};
}

std::vector<std::string> TlsLinks::endpoints_of(const OrgId& partner) const {
  const auto book = parts_.book.current();
  const partners::Partner* known = book->find(partner);
  return known != nullptr && known->contact ? known->contact->endpoints : std::vector<std::string>{};
}

void TlsLinks::reached(const OrgId& partner, Reached reached) {
  Peer& peer = peers_.at(partner);
  if (stopping_ || peer.live || !lobby_.has_room(Role::Dialled)) {
    ::close(reached.socket);
    if (!stopping_ && !peer.live) peer.dialler->failed();
    return;
  }
  peer.opening = true;
  peer.state.address = reached.address;
  lobby_.open(reached.socket, Role::Dialled, reached.address, door_.for_partner(partner, reached.address),
              [this, partner](base::Result<SharedConnection> connection) { dialled(partner, std::move(connection)); });
}

void TlsLinks::dialled(const OrgId& partner, base::Result<SharedConnection> connection) {
  const auto found = peers_.find(partner);
  if (found == peers_.end()) {  // removed meanwhile
    if (connection) (*connection)->drop();
    return;
  }
  Peer& peer = found->second;
  peer.opening = false;
  if (connection) return begin(peer, *connection);
  dial_failed(peer, peer.state.address, connection.error());
  if (!peer.is_busy()) peer.dialler->failed();
}

void TlsLinks::dial_failed(Peer& peer, const std::string& where, const base::Error& why) {
  parts_.counters.add(Counter::DialsFailed);
  if (!peer.live) peer.state.address = where;
  const bool is_news = peer.state.last_error != why.what;
  note(peer, why);
  if (!is_news) return;
  parts_.log.write(Event::DialFailed,
                   {{"partner", name_of(peer.organisation)}, {"address", where}, {"reason", why.what}});
}

void TlsLinks::note(Peer& peer, const base::Error& why) {
  if (!peer.live) peer.state.last_error = why.what;
}

/// Decides between connections with one partner, when the fresh one is known to be good.
bool TlsLinks::settle(Session& session) {
  Peer& peer = peers_.at(session.partner());
  const auto place =
      std::find_if(peer.greeting.begin(), peer.greeting.end(), [&](const auto& one) { return one.get() == &session; });
  if (place == peer.greeting.end()) return false;
  if (peer.live) {
    const Rivals rivals{parts_.book.current()->self, peer.organisation,       peer.live->connection().role(),
                        session.connection().role(), now() - peer.live_since, shop_.options.handshake_deadline};
    if (!keeps_fresh(rivals)) return false;
    parts_.log.write(Event::LinkSettled,
                     {{"partner", name_of(peer.organisation)}, {"kept", session.connection().address()}});
    const auto former = std::exchange(peer.live, nullptr);
    former->stop(ErrorCode::Exists, "another connection between us is kept");
    parts_.counters.change(Gauge::LinksUp, -1);
  }
  // Ending the former one may have moved the list.
  const auto again =
      std::find_if(peer.greeting.begin(), peer.greeting.end(), [&](const auto& one) { return one.get() == &session; });
  peer.live = *again;
  peer.greeting.erase(again);
  came_up(peer, session);
  return true;
}

void TlsLinks::came_up(Peer& peer, Session& session) {
  peer.dialler->rest();
  peer.live_since = now();
  const auto book = parts_.book.current();
  if (const partners::Partner* partner = book->find(peer.organisation)) peer.terms = partner->record.terms;
  peer.state.connected = true;
  peer.state.address = session.connection().address();
  peer.state.since = parts_.clock.now();
  peer.state.last_error.clear();
  parts_.counters.add(Counter::LinksOpened);
  parts_.counters.change(Gauge::LinksUp, 1);
  const std::string_view role = session.connection().role() == Role::Dialled ? "dialled" : "accepted";
  parts_.log.write(Event::LinkUp,
                   {{"partner", name_of(peer.organisation)}, {"address", peer.state.address}, {"role", role}});
}

void TlsLinks::over(Session& session, const base::Error& why) {
  parts_.counters.add(CounterByReason::LinksClosed, why.code);
  const auto found = peers_.find(session.partner());
  if (found == peers_.end()) return;
  Peer& peer = found->second;
  if (peer.live.get() == &session) return went_down(peer, why);
  const auto place =
      std::find_if(peer.greeting.begin(), peer.greeting.end(), [&](const auto& one) { return one.get() == &session; });
  if (place == peer.greeting.end()) return;
  peer.greeting.erase(place);
  if (peer.live || stopping_) return;
  note(peer, why);
  if (!peer.is_busy()) peer.dialler->later();
}

void TlsLinks::went_down(Peer& peer, const base::Error& why) {
  peer.state.counts = peer.live->counts();
  const Traffic traffic = peer.live->connection().traffic();
  peer.state.bytes_in = traffic.in;
  peer.state.bytes_out = traffic.out;
  const auto ended = std::exchange(peer.live, nullptr);
  if (now() - peer.live_since > lived_back_offs * shop_.options.dial_first) peer.dialler->forgive();
  parts_.counters.change(Gauge::LinksUp, -1);
  peer.state.connected = false;
  peer.state.since = parts_.clock.now();
  note(peer, why);
  const bool broke =
      why.code == ErrorCode::Protocol || why.code == ErrorCode::Unwanted || why.code == ErrorCode::TooLarge;
  const bool slow = why.code == ErrorCode::Timeout;
  parts_.log.write(broke  ? Event::ProtocolBroken
                   : slow ? Event::PartnerTooSlow
                          : Event::LinkDown,
                   {{"partner", name_of(peer.organisation)}, {"code", base::name(why.code)}, {"reason", why.what}});
  if (!stopping_ && !peer.is_busy()) peer.dialler->later();
}

void TlsLinks::end_all(Peer& peer, ErrorCode code, std::string_view text) {
  peer.dialler->rest();
  while (!peer.greeting.empty()) {
    const auto session = peer.greeting.back();
    peer.greeting.pop_back();
    session->stop(code, text);
  }
  if (const auto live = peer.live) live->stop(code, text);
  peer.dialler->rest();
}

void TlsLinks::book_changed(const OrgId& partner) {
  if (stopping_) return;
  const auto book = parts_.book.current();
  const partners::Partner* known = book->find(partner);
  if (known == nullptr) {
    const auto found = peers_.find(partner);
    if (found == peers_.end()) return;  // an origin that was introduced
    end_all(found->second, ErrorCode::Forbidden, "no longer a partner");
    peers_.erase(found);
    return;
  }
  Peer& peer = peer_of(partner);
  if (known->record.standing != policy::Standing::Active) {
    return end_all(peer, ErrorCode::Policy, "this partner is suspended here");
  }
  // A link is made under one set of terms and one key: under others it begins anew.
  if (peer.live && peer.terms != known->record.terms) {
    end_all(peer, ErrorCode::Cancelled, "the terms have changed: the link begins anew");
  } else if (peer.live && book->find_pin(peer.live->connection().pin()) != known) {
    end_all(peer, ErrorCode::Forbidden, "this key is no longer on the partner's card");
  }
  if (!peer.is_busy()) peer.dialler->now();
}

void TlsLinks::append() {
  for (auto& [id, peer] : peers_) {
    if (const auto live = peer.live) live->on_append();
  }
}

void TlsLinks::stop(std::function<void()> done) {
  stopping_ = true;
  listeners_.clear();
  for (auto& [id, peer] : peers_) end_all(peer, ErrorCode::Cancelled, "this node is stopping");
  lobby_.drop_opening();
  auto once = std::make_shared<std::function<void()>>(std::move(done));
  const auto finish = [self = Self(self_), once] {
    if (const auto links = self.lock()) (*links)->stop_timer_.cancel();
    if (const auto told = std::exchange(*once, nullptr)) told();
  };
  stop_timer_.start(stop_deadline, finish);
  lobby_.when_empty(finish);
}

std::vector<LinkState> TlsLinks::states() const {
  std::vector<LinkState> all;
  for (const auto& [id, peer] : peers_) {
    LinkState state = peer.state;
    const base::Duration waits = peer.dialler->waits();
    if (!peer.live && waits.count() > 0) state.next_dial = parts_.clock.now() + waits;
    if (peer.live) {
      state.counts = peer.live->counts();
      const Traffic traffic = peer.live->connection().traffic();
      state.bytes_in = traffic.in;
      state.bytes_out = traffic.out;
    }
    all.push_back(std::move(state));
  }
  return all;
}

}  // namespace

base::Result<std::unique_ptr<Links>> Links::make(boost::asio::io_context& io, Parts parts, LinksOptions options) {
  auto tls = TlsContext::make(options.tls_key_pem_file, options.tls_certificate_pem_file);
  if (!tls) return tls.error();
  return std::unique_ptr<Links>(std::make_unique<TlsLinks>(io, std::move(parts), std::move(options), std::move(*tls)));
}

}  // namespace tidings::link
