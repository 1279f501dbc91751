#pragma once
/// One step through a lane of the ledger for one partner: what comes next that it may hold and does not have.
/// Errors: what the ledger says.
/// Lives on: a reader thread.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/store/store.hpp"

namespace tidings::sharing {

struct LaneScan {
  std::shared_ptr<const partners::Book> book;
  identity::OrgId partner;
  bulletin::Lane lane{bulletin::Lane::Normal};
  std::string ledger;  ///< whose ledger the position is about; empty: any
  store::Sequence after;
  bool skip_delivered{true};  ///< not for a partner that lost what it had
  bool same_claims{false};    ///< it takes what it has the claims of without them
  std::size_t limit{0};       ///< bulletins
  std::size_t max_bytes{0};   ///< of bulletins; at least one is found
  base::Instant now;
};

/// A bulletin the partner may have. Its bytes were read to judge it, so they are handed on.
struct Released {
  bulletin::BulletinId id;
  identity::OrgId origin;
  base::Instant expires_at;
  std::string bytes;
  std::optional<bulletin::BulletinId> former;  ///< whose claims it has, which are not in `bytes`
};

struct Scanned {
  std::vector<Released> released;
  store::Sequence behind;  ///< the last entry looked at
  std::size_t looked_at{0};
  bool at_end{false};
  bool restarted{false};  ///< the position was of another ledger: this began at zero
  std::string ledger;
};

base::Result<Scanned> scan_lane(store::Reading& reading, const LaneScan& scan);

}  // namespace tidings::sharing
