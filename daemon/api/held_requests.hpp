#pragma once
/// Publications that are held, as clients hold, see, release and drop them. What the caller may not see is not there
/// for it, unless it holds it itself. Errors: to the reply: those of intake::HeldDrafts. Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

/// Whether a second person must release what has this context: its marking is as wide as review_above or wider, and it
/// leaves the node. A withdrawal is never held: it takes back, and each minute counts.
bool needs_review(const ServerOptions& options, const v1::Header& context);

bool is_seen_by(const Caller& caller, const store::HeldRecord& record);
v1::HeldInfo info_of(const store::HeldRecord& record);

void answer_held(const ServiceRef& service, const Caller& caller, const v1::HeldRequest& request, const ReplyTo& reply);

}  // namespace tidings::api
