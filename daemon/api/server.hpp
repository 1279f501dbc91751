#pragma once
/// The API for clients: protobuf requests, answers and streams over a Unix socket (proto/tidings/v1/api.proto). The
/// peer's credentials (SO_PEERCRED) decide its role by group: reader < publisher < operator < admin; RED needs a group
/// of its own. Root and the daemon's own user are admin. Bounds: clients, frame size, requests under way and unsent
/// bytes a client; who does not read is dropped. Lives on: the network thread.
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/observable/type.hpp"
#include "daemon/access/access.hpp"
#include "daemon/feeding/feeding.hpp"
#include "daemon/intake/held_drafts.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/query/query.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"
#include "daemon/watching/watching.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::api {

struct ServerOptions {
  std::string socket_path;
  std::string reader_group, publisher_group, operator_group, admin_group,
      red_group;  ///< empty reader_group: everybody may read
  v1::Tlp reader_max_tlp{v1::TLP_AMBER_STRICT};
  v1::Tlp default_tlp{v1::TLP_AMBER};
  v1::Tlp unattended_tlp{v1::TLP_AMBER};
  bool two_person_review{false};
  v1::Tlp review_above{v1::TLP_GREEN};  ///< what is marked so or wider needs a second person's release
  base::Duration default_expiry{std::chrono::hours(90 * 24)};
  base::Duration max_expiry{std::chrono::hours(730 * 24)};
  std::map<observable::Type, base::Duration> expiry_by_type;  ///< where default_expiry does not hold
  std::size_t max_clients{1'280};
  std::size_t max_under_way{64};            ///< requests of one client
  std::size_t max_unsent_bytes{32u << 20};  ///< answers a client has not read
  /// Pages read for one request that does not ask for all: some seconds of a reader. Its last answer then names the
  /// page to go on with, however little was found.
  std::size_t max_query_pages{100};
  bool query_log{false};  ///< tell the log who asked what
  std::string software;
  std::map<std::string, std::vector<std::string>> sharing_groups;  ///< of MISP, by UUID: names of partners
  std::vector<std::string> own_sites;
};

class Server {
 public:
  struct Parts {
    store::Store& store;
    partners::PartnerBook& book;
    intake::Publisher& publisher;
    intake::HeldDrafts& held;
    query::Query& query;
    const warnings::WarningBook& warnings;
    watching::Watching& watching;
    access::Access& access;
    feeding::Feeding& feeds;
    identity::Card own_card;
    base::Instant signing_key_until;
    /// The links' state, told by who owns them (this folder does not know links).
    std::function<void(v1::StatusAnswer&)> describe_links;
    /// Why the clock is not trusted just now; empty if it is.
    std::function<std::string()> clock_doubt;
    base::Executor& home;
    const base::Clock& clock;
    telemetry::Log& log;
    telemetry::Counters& counters;
  };
  static std::unique_ptr<Server> make(boost::asio::io_context& io, Parts parts, ServerOptions options);
  virtual ~Server() = default;
  virtual base::Status start() = 0;
  /// Takes no more requests; what is being published is answered first, what has not come whole is refused. Then
  /// `done`.
  virtual void stop(std::function<void()> done) = 0;
  virtual void reload(const ServerOptions& options) = 0;  ///< the live ones
};

}  // namespace tidings::api
