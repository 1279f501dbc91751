#include "daemon/api/partner_requests.hpp"

#include "daemon/api/partner_info.hpp"
#include "daemon/api/status.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;
using telemetry::Event;

/// Null, after having said so, if there is nobody of that name.
const partners::Partner* find_or_fail(const partners::Book& book, const std::string& name, const ReplyTo& reply) {
  const auto* partner = book.find_alias(name);
  if (partner == nullptr)
    reply->fail(base::fail(ErrorCode::NotFound, "there is no partner " + name), book.nearest(name));
  return partner;
}

void send_partners(const Service& service, const Caller& caller, const std::vector<identity::OrgId>& organisations,
                   const ReplyTo& reply) {
  v1::StatusAnswer links;
  describe_links(service, caller, links);
  const auto book = service.parts.book.current();
  v1::Answer answer;
  auto& list = *answer.mutable_partners();
  for (const auto& organisation : organisations) {
    const auto* partner = book->find(organisation);
    if (partner == nullptr) continue;
    auto& info = *list.add_partners();
    info = info_of(*partner);
    for (const auto& link : links.links()) {
      if (link.org_id() == info.org_id()) *info.mutable_link() = link;
    }
  }
  reply->send(std::move(answer), More::Last);
}

std::optional<policy::Standing> standing_from(const std::string& name) {
  if (name == "active") return policy::Standing::Active;
  if (name == "suspended") return policy::Standing::Suspended;
  if (name == "removed") return policy::Standing::Removed;
  return std::nullopt;
}

Event event_of(policy::Standing standing) {
  switch (standing) {
    case policy::Standing::Active: return Event::PartnerResumed;
    case policy::Standing::Suspended: return Event::PartnerSuspended;
    case policy::Standing::Removed: return Event::PartnerRemoved;
  }
  return Event::PartnerRemoved;
}

/// What was asked to change of one partner, done one after the other.
struct Change {
  ServiceRef service;
  Caller caller;
  ReplyTo reply;
  identity::OrgId organisation;
  std::string alias;
  std::optional<policy::Terms> terms;
  std::optional<policy::Standing> standing;
};

void finish(const Change& change) {
  send_partners(*change.service, change.caller, {change.organisation}, change.reply);
}

void change_standing(const std::shared_ptr<const Change>& change) {
  if (!change->standing) {
    finish(*change);
    return;
  }
  change->service->parts.book.set_standing(
      change->organisation, *change->standing, [change](const base::Status& changed) {
        if (!changed) {
          change->reply->fail(changed.error());
          return;
        }
        change->service->parts.log.write(event_of(*change->standing),
                                         {{"who", change->caller.text()}, {"partner", change->alias}});
        finish(*change);
      });
}

void change_terms(const std::shared_ptr<const Change>& change) {
  if (!change->terms) {
    change_standing(change);
    return;
  }
  change->service->parts.book.set_terms(change->organisation, *change->terms, [change](const base::Status& changed) {
    if (!changed) {
      change->reply->fail(changed.error());
      return;
    }
    change->service->parts.log.write(Event::PartnerTermsChanged,
                                     {{"who", change->caller.text()}, {"partner", change->alias}});
    change_standing(change);
  });
}

base::Status check_fingerprint(const identity::Identity& identity, const std::string& typed) {
  if (typed.empty()) {
    return base::fail(ErrorCode::BadInput, "without the fingerprint that its people read aloud, a card is not taken");
  }
  if (identity::fingerprint_matches(identity, typed)) return {};
  return base::fail(ErrorCode::BadProof, "the fingerprint is not that of this card");
}

}  // namespace

void tell_card(const ServiceRef& service, const v1::CardRequest& request, const ReplyTo& reply) {
  identity::Card card = service->parts.own_card;
  if (!request.partner().empty()) {
    const auto book = service->parts.book.current();
    const auto* partner = find_or_fail(*book, request.partner(), reply);
    if (partner == nullptr) return;
    card = {*partner->identity, partner->contact};
  }
  v1::Answer answer;
  answer.mutable_card()->set_card(identity::write_card(card));
  answer.mutable_card()->set_fingerprint(identity::fingerprint_words(card.identity));
  reply->send(std::move(answer), More::Last);
}

void add_partner(const ServiceRef& service, const Caller& caller, const v1::PartnerAddRequest& request,
                 const ReplyTo& reply) {
  const auto card = identity::read_card(request.card());
  if (!card) {
    reply->fail(card.error());
    return;
  }
  if (auto checked = check_fingerprint(card->identity, request.fingerprint()); !checked) {
    reply->fail(checked.error());
    return;
  }
  const auto terms = read_terms(request.terms());
  if (!terms) {
    reply->fail(terms.error());
    return;
  }
  const auto organisation = card->identity.organisation;
  service->parts.book.add(*card, request.alias(), *terms,
                          [service, caller, organisation, reply](const base::Status& added) {
                            if (!added) {
                              reply->fail(added.error());
                              return;
                            }
                            const auto alias = service->parts.book.current()->name_of(organisation);
                            service->parts.log.write(Event::PartnerAdded, {{"who", caller.text()}, {"partner", alias}});
                            send_partners(*service, caller, {organisation}, reply);
                          });
}

void list_partners(const ServiceRef& service, const Caller& caller, const v1::PartnerListRequest& request,
                   const ReplyTo& reply) {
  const auto book = service->parts.book.current();
  std::vector<identity::OrgId> organisations;
  if (request.partner().empty()) {
    for (const auto& [organisation, partner] : book->partners) organisations.push_back(organisation);
  } else {
    const auto* partner = find_or_fail(*book, request.partner(), reply);
    if (partner == nullptr) return;
    organisations.push_back(partner->record.organisation);
  }
  send_partners(*service, caller, organisations, reply);
}

void change_partner(const ServiceRef& service, const Caller& caller, const v1::PartnerChangeRequest& request,
                    const ReplyTo& reply) {
  const auto book = service->parts.book.current();
  const auto* partner = find_or_fail(*book, request.partner(), reply);
  if (partner == nullptr) return;
  auto change = std::make_shared<Change>(
      Change{service, caller, reply, partner->record.organisation, partner->record.alias, {}, {}});
  if (request.has_terms()) {
    const auto terms = read_terms(request.terms());
    if (!terms) {
      reply->fail(terms.error());
      return;
    }
    change->terms = *terms;
    if (!request.terms().has_trust()) change->terms->trust = partner->record.terms.trust;
  }
  if (!request.standing().empty()) {
    change->standing = standing_from(request.standing());
    if (!change->standing) {
      reply->fail(base::fail(ErrorCode::BadInput, "a partner is active, suspended or removed"));
      return;
    }
  }
  change_terms(change);
}

}  // namespace tidings::api
