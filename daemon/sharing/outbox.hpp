#pragma once
/// What one partner may be sent: reads the ledger's lanes forward from the partner's cursors, asks policy, and answers
/// the link machine's wishes. The one way out. A partner stands where its token says. Without a token for a lane it may
/// have lost everything, and is offered everything (an id each); with one that does not fit (other terms, another
/// ledger, empty) the lane starts from zero too, but what it acknowledged is left out. What it was given is noted
/// whether it acknowledged it or not, also when the link ends first, and before the next outbox of the partner looks at
/// anything: a withdrawal of it is owed. What a partner has the claims of already is offered, and given once, without
/// them; asked for again it is whole. Errors: a search that failed is an end for now; the next append looks again. A
/// body that cannot be read is told so: the link is to be ended, since its entry would else be settled as gone. Lives
/// on: the network thread; the ledger is read on reader threads.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/async/executor.hpp"
#include "base/secret.hpp"
#include "core/sync/link.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/store/store.hpp"

namespace tidings::sharing {

using bulletin::BulletinId;
using bulletin::Lane;
using identity::OrgId;

struct Found {
  std::vector<sync::Candidate> candidates;
  std::string token;  ///< cursor behind the last entry looked at; empty: not worth telling yet
  bool at_end{false};
  bool cursor_refused{false};  ///< the partner's token did not fit this ledger
};
struct Body {
  base::Status read;                 ///< failed: whether it is here cannot be said now
  std::optional<std::string> bytes;  ///< nothing: gone, or no longer for this partner
  OrgId origin;
  std::shared_ptr<const identity::Identity> identity;  ///< the origin's, to introduce it; null if unknown
};

class Outbox {
 public:
  static std::unique_ptr<Outbox> make(store::Store& store, partners::PartnerBook& book, const OrgId& partner,
                                      const base::Secret& token_key, base::Executor& home, const base::Clock& clock);
  virtual ~Outbox() = default;  ///< answers still under way are dropped; what is noted is written
  /// Where the partner stands, by the tokens of its Hello, and whether it takes a renewed bulletin as its header alone.
  enum class Takes : std::uint8_t { Whole, SameClaims };
  virtual void start(const std::vector<std::pair<Lane, std::string>>& tokens, Takes takes) = 0;
  /// One at a time a lane.
  virtual void find(Lane lane, std::size_t limit, std::size_t max_bytes, std::function<void(Found)> done) = 0;
  /// May answer at once: what find() found lies ready for a while.
  virtual void fetch(const BulletinId& id, std::function<void(Body)> done) = 0;
  /// Its last piece went out.
  virtual void given(const BulletinId& id) = 0;
  virtual void delivered(const std::vector<BulletinId>& ids) = 0;
};

}  // namespace tidings::sharing
