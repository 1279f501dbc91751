#pragma once
/// One partner as the links see it: the session that is kept, those still greeting, the dialling, and what status says.
/// Lives on: the network thread.
#include <memory>
#include <vector>

#include "core/policy/terms.hpp"
#include "daemon/link/dialler.hpp"
#include "daemon/link/session.hpp"

namespace tidings::link {

struct Peer {
  identity::OrgId organisation;
  std::unique_ptr<Dialler> dialler;
  std::shared_ptr<Session> live;
  base::Duration live_since{0};                    ///< monotonic
  std::vector<std::shared_ptr<Session>> greeting;  ///< before the other's Hello
  bool opening{false};                             ///< a dialled connection is in its handshake
  policy::Terms terms;                             ///< that the sessions began under
  LinkState state;

  bool is_busy() const { return live || !greeting.empty() || opening; }
};

/// Of two connections with one partner, whether the fresh one is kept. Both sides must come to the same answer, each
/// for itself: of two young ones dialled crosswise the one dialled by the greater OrgId is kept; otherwise the fresh
/// one, since whoever has a link does not dial.
struct Rivals {
  identity::OrgId self, partner;
  Role held, fresh;         ///< our role in each
  base::Duration held_for;  ///< how long the held one is up
  base::Duration youth;     ///< as long as a handshake may take
};
bool keeps_fresh(const Rivals& rivals);

}  // namespace tidings::link
