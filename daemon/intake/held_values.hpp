#pragma once
/// Which held drafts say something of values: what is withdrawn by value may be on its way out again.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include <span>
#include <vector>

#include "daemon/store/ledger.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::intake {

/// Of `drafts`, those that do. They are few and bounded, and read one at a time; one that cannot be read says nothing.
base::Result<std::vector<store::HeldId>> held_about(store::LedgerReader& ledger, std::span<const store::HeldId> drafts,
                                                    const std::vector<v1::Value>& values);

}  // namespace tidings::intake
