#pragma once
/// The ledger: the bulletins we accepted, in local order, and the small tables that must change with it. The truth;
/// everything else is derived by reading it forward. tests/contract holds every engine to this page.
/// added_at: the first entry's is when it was received; each next one's is when it was received, or behind the slots of
/// the one before, whichever is later. What was given is never given again, also after forgetting and in a restored
/// copy. Promises: commit() is durable when it returns and all or nothing; a failed commit leaves no trace and the next
/// may succeed (a full disk); sequences rise in commit order; bytes come back as given. Errors: Disk (failed or full),
/// Internal, NotFound, Unsupported (a store from a later version). Lives on: LedgerWriter on the one writer thread;
/// each LedgerReader on one thread at a time.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store {

class LedgerReader {
 public:
  virtual ~LedgerReader() = default;
  virtual base::Result<LedgerId> id() = 0;
  virtual base::Result<Sequence> last() = 0;
  /// Entries of a lane after `after`, in order, at most `limit`. Expired ones come too: the caller judges.
  virtual base::Result<std::vector<Entry>> forward(Lane lane, Sequence after, std::size_t limit) = 0;
  /// Entries of every lane after `after`, in order, with their bytes, at most `limit` and about `max_bytes`.
  virtual base::Result<std::vector<std::pair<Entry, std::string>>> forward_whole(Sequence after, std::size_t limit,
                                                                                 std::size_t max_bytes) = 0;
  /// The last entry that came to stand here at `at` or before; nothing if there is none.
  virtual base::Result<std::optional<Entry>> added_by(Instant at) = 0;
  virtual base::Result<std::optional<Entry>> find(const BulletinId& id) = 0;
  /// Entries with an id in [low, high], by id, at most `limit`: for ids that people typed the first digits of.
  virtual base::Result<std::vector<Entry>> between(const BulletinId& low, const BulletinId& high,
                                                   std::size_t limit) = 0;
  /// One for each id: whether it is in the ledger.
  virtual base::Result<std::vector<bool>> known(std::span<const BulletinId> ids) = 0;
  virtual base::Result<std::string> bytes(Sequence sequence) = 0;
  virtual base::Result<std::optional<std::string>> bytes(const BulletinId& id) = 0;
  /// The header's bytes alone, without reading the claims; nothing where the bulletin is not there.
  virtual base::Result<std::optional<std::string>> header(const BulletinId& id) = 0;
  /// The greatest issued_at ever accepted of an origin; 0 if none. Survives expiry.
  virtual base::Result<Instant> last_issued_at(const OrgId& origin) = 0;

  virtual base::Result<std::vector<PartnerRecord>> partners() = 0;
  virtual base::Result<std::vector<IdentityRecord>> identities() = 0;
  virtual base::Result<std::optional<IdentityRecord>> identity(const OrgId& organisation) = 0;
  virtual base::Result<std::vector<ReceivedToken>> tokens(const OrgId& partner) = 0;
  /// Of a partner's want-list, those due at `now`, oldest first.
  virtual base::Result<std::vector<Wanted>> wanted(const OrgId& partner, Instant now, std::size_t limit) = 0;
  virtual base::Result<std::size_t> wanted_count(const OrgId& partner) = 0;
  /// One for each id: whether `partner` acknowledged it (or gave it to us).
  virtual base::Result<std::vector<bool>> delivered(const OrgId& partner, std::span<const BulletinId> ids) = 0;
  /// One for each id: whether `partner` was given all of it, acknowledged or not: a withdrawal of it is owed.
  virtual base::Result<std::vector<bool>> got(const OrgId& partner, std::span<const BulletinId> ids) = 0;
  /// Publications that are held, the oldest first.
  virtual base::Result<std::vector<HeldRecord>> held() = 0;
  /// What one says, as given; nothing where it is not there.
  virtual base::Result<std::optional<std::string>> held_draft(const HeldId& id) = 0;
  virtual base::Result<std::vector<OutletRecord>> outlets() = 0;  ///< by name
  virtual base::Result<std::vector<AccessRecord>> access() = 0;   ///< by name
  virtual base::Result<std::vector<AuditRecord>> audit(std::size_t limit) = 0;
};

class LedgerWriter {
 public:
  virtual ~LedgerWriter() = default;
  /// Applies the batches in order in ONE transaction: group commit. A result for each batch, or the error that undid
  /// all.
  virtual base::Result<std::vector<Committed>> commit(std::span<const Batch> batches) = 0;
  /// Forgets bulletins that expired before `before` and what hangs on them, at most `limit` bulletins; how many.
  virtual base::Result<std::size_t> forget_expired(Instant before, std::size_t limit) = 0;
  /// For restores: a new LedgerId, so that partners' cursors in this ledger start anew, and no tokens of theirs, so
  /// that they offer again what was forgotten here, also what they had delivered.
  virtual base::Status renew_id() = 0;
};

}  // namespace tidings::store
