#pragma once
/// Who may ask over HTTPS: listed, added, revoked. A token is told once, to who adds it.
/// Errors: to the reply: BadInput, Exists, NotFound (also a partner's name, with the nearest), Quota.
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void answer_access(const ServiceRef& service, const Caller& caller, const v1::AccessRequest& request,
                   const ReplyTo& reply);

}  // namespace tidings::api
