#pragma once
/// Whether a partner may have one bulletin of our ledger: gathers what the policy asks about (the targets that we hold,
/// what the partner got of them) and asks it.
/// Errors: what the ledger says.
/// Lives on: a reader thread.
#include <cstdint>

#include "base/result.hpp"
#include "core/policy/may_hold.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/store/ledger.hpp"

namespace tidings::sharing {

base::Result<policy::Decision> may_release(store::LedgerReader& ledger, const partners::Book& book,
                                           const identity::OrgId& partner, const bulletin::Header& header,
                                           base::Instant now);

/// Names the part of our terms that decides what is sent. A cursor made under other terms skipped other bulletins.
std::uint64_t sending_view(const policy::Terms& terms);
/// Names the part of our terms that decides what is taken.
std::uint64_t receiving_view(const policy::Terms& terms);

}  // namespace tidings::sharing
