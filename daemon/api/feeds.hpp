#pragma once
/// Feeds of the config: told, run at once, paused, resumed.
/// Errors: to the reply: NotFound (with the nearest names), and how a run ended.
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void answer_feed(const ServiceRef& service, const Caller& caller, const v1::FeedRequest& request, const ReplyTo& reply);

}  // namespace tidings::api
