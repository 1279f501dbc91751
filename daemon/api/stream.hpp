#pragma once
/// Answers of many pieces, sent as fast as the client reads them: the pages of a query, the steps of a count, the
/// bulletins of a publication.
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

/// Pages until the request's limit, or to the end if it asks for all.
void stream_query(const ServiceRef& service, const Caller& caller, v1::QueryRequest request, const ReplyTo& reply);

/// Steps to the end of the count, with word of how far it is, and the sum.
void stream_count(const ServiceRef& service, const Caller& caller, v1::CountRequest request, const ReplyTo& reply);

/// Sends `answers` in order.
void stream_answers(std::vector<v1::Answer> answers, const ReplyTo& reply);

}  // namespace tidings::api
