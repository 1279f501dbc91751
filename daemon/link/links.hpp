#pragma once
/// The links: listens, dials, judges TLS peers by their pins alone, runs a link machine for each connection, settles a
/// double dial on one, reconnects with jittered back-off, reports. TLS 1.3 only, mutual, ALPN `tidings/1`, no tickets
/// and no early data, so that every connection is judged against today's partner book. A stranger is refused, counted,
/// and logged once, not once a try. A removed or suspended partner's link ends at once. Lives on: the network thread.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async/executor.hpp"
#include "base/clock.hpp"
#include "base/secret.hpp"
#include "core/sync/link.hpp"
#include "daemon/intake/intake.hpp"
#include "daemon/intake/publisher.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/sharing/inbox.hpp"
#include "daemon/sharing/outbox.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::link {

struct LinksOptions {
  std::vector<std::string> listen;  ///< "host:port", "[::]:7443"
  std::string tls_key_pem_file, tls_certificate_pem_file;
  std::size_t max_connections{1'000};  ///< all of them
  std::size_t max_handshakes{64};      ///< strangers in the middle of a handshake
  base::Duration handshake_deadline{std::chrono::seconds(10)};
  base::Duration frame_deadline{std::chrono::seconds(30)};  ///< for a begun frame to end
  base::Duration dial_first{std::chrono::seconds(1)};       ///< back-off, doubling with jitter …
  base::Duration dial_most{std::chrono::minutes(5)};
  sync::LinkOptions machine;
  sharing::InboxOptions inbox;
  std::string software;  ///< "tidingsd/0.1.0"
};

/// What a partner's link is doing, for status.
struct LinkState {
  identity::OrgId partner;
  bool connected{false};
  std::string address;     ///< of the other side, or the endpoint tried last
  base::Instant since;     ///< of this state
  std::string last_error;  ///< of the last attempt, empty if none
  base::Instant next_dial;
  sync::Link::Counts counts;
  std::uint64_t bytes_in{0}, bytes_out{0};  ///< of the connection, TLS records included where known
};

class Links {
 public:
  struct Parts {
    store::Store& store;
    partners::PartnerBook& book;
    intake::Intake& intake;
    intake::Publisher& publisher;
    const base::Secret& token_key;
    identity::Card own_card;
    base::Executor& home;
    const base::Clock& clock;
    telemetry::Log& log;
    telemetry::Counters& counters;
  };
  static base::Result<std::unique_ptr<Links>> make(boost::asio::io_context& io, Parts parts, LinksOptions options);
  virtual ~Links() = default;
  virtual base::Status start() = 0;  ///< binds every listen address or says which cannot be bound and why
  virtual std::vector<std::string> listening() const = 0;  ///< with the real ports (for ":0")
  virtual void stop(std::function<void()> done) = 0;       ///< says Goodbye, then closes
  virtual std::vector<LinkState> states() const = 0;
};

}  // namespace tidings::link
