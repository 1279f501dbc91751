#pragma once
/// What one partner may be sent: reads the ledger's lanes forward from the partner's cursors, asks policy, and answers the
/// link machine's wishes. The one way out. Also `explain` for an audience before anything is said.
/// Lives on: the network thread; the ledger is read on reader threads.
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
  std::string token;  ///< cursor behind the last entry looked at
  bool at_end{false};
};
struct Body {
  std::optional<std::string> bytes;  ///< nothing: gone, or no longer for this partner
  OrgId origin;
  std::string identity;              ///< the origin's signed identity, to introduce it
};

class Outbox {
 public:
  static std::unique_ptr<Outbox> make(store::Store& store, partners::PartnerBook& book, const OrgId& partner,
                                      const base::Secret& token_key, base::Executor& home, const base::Clock& clock);
  virtual ~Outbox() = default;  ///< answers still under way are dropped
  /// Where the partner stands, by the tokens of its Hello; those that do not fit start from zero. Which lanes did.
  virtual void start(const std::vector<std::pair<Lane, std::string>>& tokens) = 0;
  virtual void find(Lane lane, std::size_t limit, std::size_t max_bytes, std::function<void(Found)> done) = 0;
  virtual void fetch(const BulletinId& id, std::function<void(Body)> done) = 0;
  virtual void delivered(const std::vector<BulletinId>& ids) = 0;
};

}  // namespace tidings::sharing
