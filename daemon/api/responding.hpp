#pragma once
/// Sightings and disputes of clients: what they refer to is found, the audience settled, and the publisher told; or
/// they are held where a second person must release them. Errors: to the reply: BadInput, NotFound (nobody reports it;
/// the nearest names), Policy (wider than what it refers to), and what the publisher says. Lives on: the network
/// thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void respond(const ServiceRef& service, const Caller& caller, v1::RespondRequest request, const ReplyTo& reply);

}  // namespace tidings::api
