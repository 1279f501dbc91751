#pragma once
/// Whether a revision of ours has a MISP event in a newer version than a draft that would replace it: read again, an
/// older file would undo what the newer one changed. When an event was last changed, its original says; one that is not
/// carried, or in pieces, tells nothing. Errors: what the store says. Lives on: a reader thread.
#include <span>

#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

base::Result<bool> has_newer_event(store::Reading& reading, const Draft& draft,
                                   std::span<const store::BulletinRow> former);

}  // namespace tidings::intake
