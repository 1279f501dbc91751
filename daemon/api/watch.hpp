#pragma once
/// A client's watch: told as fast as it reads, until it cancels or goes.
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void watch(const ServiceRef& service, const Caller& caller, v1::WatchRequest request, const ReplyTo& reply);

}  // namespace tidings::api
