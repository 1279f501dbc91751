#pragma once
/// The query log: who asked what, and how much was found, as events of the log, where the config wants it and the
/// request does not opt out.
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

void log_query(const Service& service, const Caller& caller, const v1::QueryRequest& request, std::uint64_t found);
void log_count(const Service& service, const Caller& caller, const v1::CountRequest& request, std::uint64_t found);
void log_explain(const Service& service, const Caller& caller, const v1::ExplainRequest& request,
                 const v1::ExplainAnswer& answer);
/// When it begins: what it will be told is not known yet.
void log_watch(const Service& service, const Caller& caller, const v1::WatchRequest& request);

/// A question in a line, as its options read: "evil.example within type=domain,url text=\"cobalt strike\"".
std::string describe(const v1::Value* value, v1::Reach reach, const v1::Filter& filter);

}  // namespace tidings::api
