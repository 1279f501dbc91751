#include "daemon/api/audience.hpp"

#include "core/bulletin/bulletin.hpp"
#include "core/policy/may_hold.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

Refusal refuse(ErrorCode code, std::string what, std::vector<std::string> nearest = {}) {
  return {base::fail(code, std::move(what)), std::move(nearest)};
}

boost::system::result<void, Refusal> resolve_names(const partners::Book& book, const Intent& intent,
                                                   v1::Audience& audience) {
  for (const auto& name : intent.release_to) {
    const auto* partner = book.find_alias(name);
    const auto bytes = base::from_hex(name);
    if (partner == nullptr && intent.amends && bytes && identity::OrgId::from_bytes(*bytes)) {
      audience.add_release_to(*bytes);
      continue;
    }
    if (partner == nullptr) {
      return refuse(ErrorCode::NotFound, "release_to names " + name + ", which is no partner", book.nearest(name));
    }
    audience.add_release_to(partner->record.organisation.str());
  }
  return {};
}

boost::system::result<void, Refusal> set_expiry(const Service& service, const Intent& intent, v1::Header& context) {
  const auto now = service.parts.clock.now();
  if (!intent.expiry_given || context.expires_at() == 0) {
    context.set_expires_at((now + service.options.default_expiry).us);
    return {};
  }
  if (context.expires_at() <= now.us) return refuse(ErrorCode::BadInput, "it would have expired already");
  if (context.expires_at() > (now + service.options.max_expiry).us) {
    return refuse(ErrorCode::BadInput,
                  "it would expire later than max_expiry allows, " + base::to_text(service.options.max_expiry));
  }
  return {};
}

}  // namespace

void throw_exception_from_error(const Refusal& refusal, const boost::source_location& where) {
  base::throw_exception_from_error(refusal.error, where);
}

Judged<v1::Header> resolve(const Service& service, const Intent& intent) {
  v1::Header context;
  if (!context.ParseFromArray(intent.context.data(), static_cast<int>(intent.context.size()))) {
    return refuse(ErrorCode::BadInput, "the context cannot be read");
  }
  if (context.based_on_size() > static_cast<int>(bulletin::max_based_on)) {
    return refuse(ErrorCode::TooLarge,
                  "a context is based on at most " + std::to_string(bulletin::max_based_on) + " bulletins");
  }
  context.clear_publication_id();
  if (context.kind() == v1::KIND_UNSPECIFIED) context.set_kind(v1::KIND_REPORT);
  auto& audience = *context.mutable_audience();
  if (!intent.tlp_given || audience.tlp() == v1::TLP_UNSPECIFIED) audience.set_tlp(service.options.default_tlp);
  if (audience.tlp() < v1::TLP_CLEAR || audience.tlp() > v1::TLP_RED) {
    return refuse(ErrorCode::BadInput, "there is no such TLP");
  }
  if (auto named = resolve_names(*service.parts.book.current(), intent, audience); !named) return named.error();
  if (auto dated = set_expiry(service, intent, context); !dated) return dated.error();
  if (audience.tlp() == v1::TLP_RED && audience.release_to().empty() && !audience.local()) {
    return refuse(ErrorCode::Policy, "RED goes to named organisations only; say which with release-to");
  }
  return context;
}

bool needs_confirmation(const ServerOptions& options, const v1::Audience& audience) {
  return !audience.local() && audience.tlp() < options.unattended_tlp;
}

v1::AudienceAnswer audience_answer(const Service& service, const v1::Header& context) {
  const auto book = service.parts.book.current();
  bulletin::Header header;
  header.origin = book->self;
  header.kind = context.kind();
  header.issued_at = service.parts.clock.now();
  header.expires_at = {context.expires_at()};
  header.message = context;
  v1::AudienceAnswer answer;
  answer.set_tlp(context.audience().tlp());
  answer.set_needs_confirmation(needs_confirmation(service.options, context.audience()));
  for (const auto& [organisation, partner] : book->partners) {
    const policy::Handing handing{policy::Side::Giver, book->self, organisation, partner.record.terms,
                                  partner.record.standing};
    const auto decision = policy::may_hold(header, handing, {}, header.issued_at);
    auto& holding = *answer.add_holdings();
    holding.set_partner(partner.record.alias);
    holding.set_may_hold(decision.allowed());
    holding.set_rule(std::string(policy::name(decision.rule)));
    holding.set_why(decision.why);
  }
  return answer;
}

}  // namespace tidings::api
