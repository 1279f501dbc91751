#pragma once
/// The partner book as clients see and change it. A partner is added with the fingerprint that its people read aloud,
/// and compared here, not in the client. Errors: to the reply: BadInput, BadProof (a fingerprint of another card),
/// NotFound (with the nearest names), and what the book says. Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void tell_card(const ServiceRef& service, const v1::CardRequest& request, const ReplyTo& reply);
void add_partner(const ServiceRef& service, const Caller& caller, const v1::PartnerAddRequest& request,
                 const ReplyTo& reply);
void list_partners(const ServiceRef& service, const Caller& caller, const v1::PartnerListRequest& request,
                   const ReplyTo& reply);
void change_partner(const ServiceRef& service, const Caller& caller, const v1::PartnerChangeRequest& request,
                    const ReplyTo& reply);

}  // namespace tidings::api
