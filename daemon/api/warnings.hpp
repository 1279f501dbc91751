#pragma once
/// Warning lists, as clients ask for them.
/// Errors: to the reply.
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void tell_warnings(const ServiceRef& service, const Caller& caller, v1::WarningsRequest request, const ReplyTo& reply);
v1::WarnedValue told(const intake::WarnedValue& warned);

}  // namespace tidings::api
