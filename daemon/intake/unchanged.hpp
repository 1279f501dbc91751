#pragma once
/// Whether a draft says what the revision that it would replace says, no more and no less: the same claims in the same
/// contexts, which live for at least half the new lifetime yet. Read bulletin by bulletin; kept are a digest and an
/// instant a claim.
/// Lives on: a reader thread.
#include <utility>
#include <vector>

#include "daemon/intake/own_publication.hpp"

namespace tidings::intake {

class Unchanged {
 public:
  Unchanged(const Draft& draft, base::Instant now) : draft_(draft), now_(now) {}

  /// Whether it is worth reading the former's bulletins: as many claims, nothing withdrawn.
  bool may_be(const NextRevision& next) const;
  base::Status read(store::LedgerReader& ledger, const BulletinId& former);
  /// After all of the former was read.
  bool is() const;

 private:
  using Mark = base::Id<struct SaidMarkTag, 16>;
  using Said = std::vector<std::pair<Mark, base::Instant>>;
  Said draft_said() const;

  const Draft& draft_;
  base::Instant now_;
  Said former_;
};

}  // namespace tidings::intake
