#pragma once
/// The header of a bulletin that is held, read without its claims: what policy asks of the targets of another bulletin.
/// Errors: what the ledger says, and those of bulletin::read_header.
/// Lives on: a reader thread.
#include "daemon/store/ledger.hpp"

namespace tidings::store {

/// Nothing where the bulletin is not here.
base::Result<std::optional<bulletin::Header>> header_of(LedgerReader& ledger, const BulletinId& id);

}  // namespace tidings::store
