#pragma once
/// Withdrawals of our own: a bulletin, a publication with all its parts, or what they say of some values. Each carries
/// its target's audience and expires a day after it, so no copy outlives it.
/// Errors: to the reply: NotFound, Policy, Exists (withdrawn already), Expired, BadInput (an amendment replaced it).
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void withdraw(const ServiceRef& service, const Caller& caller, const v1::WithdrawRequest& request,
              const ReplyTo& reply);

/// The withdrawals that these need: one for each audience and up to 256 targets. Pure.
base::Result<std::vector<v1::Header>> withdrawals_of(const std::vector<query::FoundBulletin>& found,
                                                     const v1::WithdrawRequest& request, const identity::OrgId& self,
                                                     base::Instant now);

}  // namespace tidings::api
