#pragma once
/// The state of the daemon for `status`, with sentences on what a person should see to.
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

/// A new delegation takes a walk to the root key: from here on it is asked for.
inline constexpr base::Duration key_warning_before = std::chrono::hours(60 * 24);

/// How each link is; how much goes over it only for who may hear amounts.
void describe_links(const Service& service, const Caller& caller, v1::StatusAnswer& status);
void tell_status(const ServiceRef& service, const Caller& caller, const v1::StatusRequest& request,
                 const ReplyTo& reply);

}  // namespace tidings::api
