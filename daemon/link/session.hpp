#pragma once
/// One connection with one partner at work: runs a link machine over it and answers its wishes from outbox, inbox,
/// intake and partner book. Ends itself when the machine, the connection or its host says so, and then says why, once.
/// Introductions that are news are bounded by a rate a partner; bulletins wait for those that came before them.
/// Lives on: the network thread.
#include <map>
#include <memory>
#include <string>

#include "core/sync/link.hpp"
#include "daemon/intake/token_bucket.hpp"
#include "daemon/link/connection.hpp"
#include "daemon/link/links.hpp"
#include "daemon/telemetry/once_per.hpp"

namespace tidings::link {

class Session;

/// Who keeps sessions.
class SessionHost {
 public:
  virtual ~SessionHost() = default;
  /// The other side has said Hello and is who its key says. False: this connection is not kept; end it.
  virtual bool settle(Session& session) = 0;
  /// It is over; called once. Drop it.
  virtual void over(Session& session, const base::Error& why) = 0;
};

/// What sessions share.
struct Workshop {
  boost::asio::io_context& io;
  Links::Parts parts;
  LinksOptions options;
  std::shared_ptr<sharing::Wanting> wanting;
  telemetry::OncePer disbelieved_once{parts.clock};
  /// What each partner may still have us verify of identities: a new connection does not fill it.
  std::map<identity::OrgId, intake::TokenBucket> introductions{};
};

class Session {
 public:
  /// The host and workshop outlive it.
  static std::shared_ptr<Session> make(Workshop& workshop, SessionHost& host, const identity::OrgId& partner,
                                       std::shared_ptr<Connection> connection);
  virtual ~Session() = default;
  virtual void start() = 0;
  virtual void stop(base::ErrorCode code, std::string_view text) = 0;  ///< says Goodbye; over() follows at once
  virtual void on_append() = 0;
  virtual const identity::OrgId& partner() const = 0;
  virtual const Connection& connection() const = 0;
  virtual sync::Link::Counts counts() const = 0;
};

}  // namespace tidings::link
