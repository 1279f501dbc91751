#include "daemon/api/warnings.hpp"

#include "daemon/query/warned.hpp"

namespace tidings::api {

void tell_warnings(const ServiceRef& service, const Caller& caller, v1::WarningsRequest request, const ReplyTo& reply) {
  service->parts.query.warnings(std::move(request), ceiling_for(caller, reply),
                                [reply](base::Result<v1::WarningsAnswer> found) {
                                  if (!found) {
                                    reply->fail(found.error());
                                    return;
                                  }
                                  v1::Answer answer;
                                  *answer.mutable_warnings() = std::move(*found);
                                  reply->send(std::move(answer), More::Last);
                                });
}

v1::WarnedValue told(const intake::WarnedValue& warned) {
  v1::WarnedValue told;
  told.mutable_value()->set_type(static_cast<std::uint32_t>(warned.value.type));
  told.mutable_value()->set_value(warned.value.value);
  for (const auto& hit : warned.hits) *told.add_hits() = query::told(hit);
  return told;
}

}  // namespace tidings::api
