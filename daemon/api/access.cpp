#include "daemon/api/access.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

v1::AccessInfo told(const partners::Book& book, const access::AccessRecord& record) {
  v1::AccessInfo info;
  info.set_name(record.name);
  info.set_means(std::string(access::name(record.means)));
  info.set_role(std::string(access::name(record.role)));
  info.set_max_tlp(record.max_tlp);
  if (!record.organisation.is_zero()) info.set_partner(book.name_of(record.organisation));
  info.set_added_at(record.added_at.us);
  info.set_expires_at(record.expires_at.us);
  info.set_added_by(record.added_by);
  return info;
}

void list(const ServiceRef& service, const ReplyTo& reply) {
  v1::Answer answer;
  const auto book = service->parts.book.current();
  for (const auto& record : service->parts.access.list()) *answer.mutable_access()->add_entries() = told(*book, record);
  reply->send(std::move(answer), More::Last);
}

std::optional<access::Means> means_from_name(std::string_view text) {
  for (const auto means : {access::Means::Token, access::Means::Password, access::Means::Certificate}) {
    if (access::name(means) == text) return means;
  }
  return std::nullopt;
}

base::Result<access::Wish> wish_of(const Caller& caller, const v1::AccessRequest& request) {
  const auto& info = request.info();
  const auto means = means_from_name(info.means());
  if (!means) return base::fail(ErrorCode::BadInput, "access is by token, password or certificate");
  const auto role = access::role_from_name(info.role());
  if (!role) return base::fail(ErrorCode::BadInput, "a role is reader, publisher, operator or admin");
  if (info.max_tlp() < v1::TLP_CLEAR || info.max_tlp() > v1::TLP_RED) {
    return base::fail(ErrorCode::BadInput, "the highest marking is clear, green, amber, amber+strict or red");
  }
  access::Wish wish;
  wish.record.name = info.name();
  wish.record.means = *means;
  wish.record.role = *role;
  wish.record.max_tlp = info.max_tlp();
  wish.record.expires_at = {info.expires_at()};
  wish.record.added_by = caller.text();
  if (*means == access::Means::Certificate) wish.record.proof = request.pin();
  wish.password = base::Secret(request.password());
  return wish;
}

void add(const ServiceRef& service, const Caller& caller, const v1::AccessRequest& request, const ReplyTo& reply) {
  auto wish = wish_of(caller, request);
  if (!wish) return reply->fail(wish.error());
  if (!request.info().partner().empty()) {
    const auto book = service->parts.book.current();
    const auto* partner = book->find_alias(request.info().partner());
    if (partner == nullptr) {
      return reply->fail(base::fail(ErrorCode::NotFound, request.info().partner() + " is no partner"),
                         book->nearest(request.info().partner()));
    }
    wish->record.organisation = partner->record.organisation;
  }
  service->parts.access.add(std::move(*wish),
                            [service, name = request.info().name(), reply](const base::Result<std::string>& token) {
                              if (!token) return reply->fail(token.error());
                              v1::Answer answer;
                              const auto book = service->parts.book.current();
                              for (const auto& record : service->parts.access.list()) {
                                if (record.name == name) *answer.mutable_access()->add_entries() = told(*book, record);
                              }
                              answer.mutable_access()->set_token(*token);
                              reply->send(std::move(answer), More::Last);
                            });
}

}  // namespace

void answer_access(const ServiceRef& service, const Caller& caller, const v1::AccessRequest& request,
                   const ReplyTo& reply) {
  if (request.action() == v1::ACCESS_LIST) return list(service, reply);
  if (request.action() == v1::ACCESS_ADD) return add(service, caller, request, reply);
  service->parts.access.revoke(request.info().name(), caller.text(), [reply](const base::Status& done) {
    if (!done) return reply->fail(done.error());
    v1::Answer answer;
    answer.mutable_access();
    reply->send(std::move(answer), More::Last);
  });
}

}  // namespace tidings::api
