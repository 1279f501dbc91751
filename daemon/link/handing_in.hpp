#pragma once
/// What came over a link on its way to the door: completed first, if it came without its claims.
/// Lives on: the network thread.
#include <functional>

#include "core/sync/link.hpp"
#include "daemon/intake/intake.hpp"
#include "daemon/sharing/inbox.hpp"

namespace tidings::link {

/// Not answered once the inbox has gone. What cannot be completed is to be had later: asked for again it comes whole.
void hand_in(sharing::Inbox& inbox, intake::Intake& intake, const identity::OrgId& partner, sync::wish::Submit submit,
             std::function<void(sync::Outcome, base::ErrorCode)> done);

}  // namespace tidings::link
