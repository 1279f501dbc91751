#pragma once
/// What we want of one partner's offers: unknown ids, each wanted from one partner at a time; and the durable want-list
/// and tokens. One Wanting is shared by all links.
/// Lives on: the network thread; the ledger is asked on reader threads.
#include <functional>
#include <memory>
#include <vector>

#include "base/async/executor.hpp"
#include "core/sync/link.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/sharing/wanting.hpp"
#include "daemon/store/store.hpp"

namespace tidings::sharing {

struct InboxOptions {
  std::size_t want_list{10'000};  ///< ids refused for now, a partner; beyond it the link is told Busy
  base::Duration retry_first{std::chrono::seconds(30)};  ///< then doubling …
  base::Duration retry_most{std::chrono::hours(6)};
};

class Inbox {
 public:
  static std::unique_ptr<Inbox> make(store::Store& store, partners::PartnerBook& book, std::shared_ptr<Wanting> wanting,
                                     const identity::OrgId& partner, base::Executor& home, const base::Clock& clock,
                                     const InboxOptions& options);
  virtual ~Inbox() = default;  ///< gives back what it wanted, so that others may want it
  struct Kept {
    std::vector<std::pair<bulletin::Lane, std::string>> tokens;
    base::Instant their_last_issued_at;  ///< the greatest of the partner's own that we hold
  };
  /// For our Hello.
  virtual void load(std::function<void(base::Result<Kept>)> done) = 0;
  /// Where our terms take nothing, everything but withdrawals is unwanted: those we are owed.
  /// May call `done` several times: what another link wants now is judged when that has ended.
  virtual void judge(bulletin::Lane lane, const std::vector<sync::Candidate>& entries,
                     std::function<void(std::vector<sync::Judgement>)> done) = 0;
  /// Bytes of a wanted id came.
  virtual void came(const bulletin::BulletinId& id, std::size_t bytes) = 0;
  /// A wanted id is all here and being stored.
  virtual void came_whole(const bulletin::BulletinId& id) = 0;
  /// Call every few seconds: takes over what another partner was to deliver and does not. Answered by judge()'s `done`.
  virtual void hurry() = 0;
  /// The whole of what came without its claims, with those of a bulletin that is here. NotFound, BadProof: it is to be
  /// had whole.
  virtual void complete(std::string bytes, std::function<void(base::Result<std::string>)> done) = 0;
  /// A wanted id has ended here.
  virtual void ended(const bulletin::BulletinId& id, sync::Outcome outcome) = 0;
  /// Fails with Busy while the want-list is full, and after a failure for good: nothing that comes later may be kept
  /// before what was refused. The link ends then.
  /// An empty token keeps the former one.
  virtual void keep_token(bulletin::Lane lane, const std::string& token, const std::vector<sync::Postponed>& later,
                          std::function<void(base::Status)> done) = 0;
  /// An id of due() has ended; for any other it is the same as ended().
  virtual void settle_wanted(const bulletin::BulletinId& id, sync::Outcome outcome, base::ErrorCode reason) = 0;
  /// Ids of the want-list whose time has come, now wanted from this partner.
  virtual void due(std::function<void(std::vector<bulletin::BulletinId>)> done) = 0;
};

}  // namespace tidings::sharing
