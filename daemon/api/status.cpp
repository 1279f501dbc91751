#include "daemon/api/status.hpp"

#include <algorithm>

#include "daemon/api/held_requests.hpp"

namespace tidings::api {
namespace {

void add_warnings(const Service& service, const Caller& caller, v1::StatusAnswer& status) {
  const auto now = service.parts.clock.now();
  const auto until = service.parts.signing_key_until;
  if (until <= now) {
    status.add_warnings("the node's signing key is no longer delegated since " + base::to_text(until) +
                        ": nothing can be published");
  } else if (until <= now + key_warning_before) {
    status.add_warnings("the delegation of the node's signing key ends at " + base::to_text(until) +
                        ": have the root key sign a new one");
  }
  if (service.parts.publisher.held()) {
    status.add_warnings("publishing waits after a restore, until a partner has told the last value it holds of us");
  }
  if (const auto ahead = service.parts.publisher.dated_ahead(); !ahead.empty()) {
    status.add_warnings("nothing can be published: is the clock's " + base::to_text(now) + " right? " + ahead);
  }
  if (service.parts.store.gauges().disk_failing) {
    status.add_warnings("storage fails or is full: nothing is accepted until it recovers");
  }
  if (const auto faults = service.parts.warnings.loading()->faults.size(); faults > 0) {
    status.add_warnings("warning lists have " + std::to_string(faults) + (faults == 1 ? " fault" : " faults") +
                        ": 'tidings warnings list' tells");
  }
  if (service.parts.clock_doubt) {
    if (const auto doubt = service.parts.clock_doubt(); !doubt.empty()) status.add_warnings(doubt);
  }
  const auto held = service.parts.held.all();
  const auto waiting = std::ranges::count_if(held, [&](const auto& one) {
    return one.needs_review && !one.approved_by && caller.role >= Role::Publisher && is_seen_by(caller, one);
  });
  if (waiting > 0)
    status.add_warnings(std::to_string(waiting) + " held for a second person's release: see 'tidings held list'");
  const auto book = service.parts.book.current();
  if (book->partners.empty()) status.add_warnings("there are no partners yet: nothing is shared");
  for (const auto& [organisation, partner] : book->partners) {
    const auto& terms = partner.record.terms;
    if (!terms.send && !terms.accept)
      status.add_warnings("partner " + partner.record.alias + " has no terms: nothing flows");
  }
}

void add_limits(const Service& service, const Caller& caller, v1::Limits& limits) {
  limits.set_reader_max_tlp(caller.ceiling.max_tlp);
  limits.set_default_tlp(service.options.default_tlp);
  limits.set_unattended_tlp(service.options.unattended_tlp);
  limits.set_default_expiry_us(static_cast<std::uint64_t>(service.options.default_expiry.count()));
  limits.set_max_expiry_us(static_cast<std::uint64_t>(service.options.max_expiry.count()));
}

/// A partner that is not in the book is in no group: that only narrows.
void add_reading_terms(const Service& service, v1::StatusAnswer& status) {
  const auto book = service.parts.book.current();
  for (const auto& [uuid, names] : service.options.sharing_groups) {
    auto& group = *status.add_sharing_groups();
    group.set_uuid(uuid);
    for (const auto& name : names) {
      if (const auto* partner = book->find_alias(name)) group.add_members(partner->record.organisation.str());
    }
  }
  for (const auto& site : service.options.own_sites) status.add_own_sites(site);
}

v1::StatusAnswer status_of(const Service& service, const Caller& caller, const query::Totals& totals) {
  const auto& parts = service.parts;
  v1::StatusAnswer status;
  status.set_organisation(parts.own_card.identity.name);
  status.set_org_id(parts.own_card.identity.organisation.str());
  status.set_software(service.options.software);
  status.set_started_at(service.started_at.us);
  status.set_bulletins(totals.bulletins);
  status.set_claims(totals.claims);
  status.set_last_sequence(totals.last.value);
  status.set_indexed_to(totals.indexed_to.value);
  status.set_rebuilding(totals.rebuilding);
  if (totals.rebuilding) {
    status.add_warnings(
        "the index is being rebuilt: what it has not reached reads as not found, and nothing can be"
        " amended or withdrawn");
  }
  status.set_signing_key_until(parts.signing_key_until.us);
  status.set_publishing_held(parts.publisher.held());
  status.set_role(std::string(name(caller.role)));
  add_limits(service, caller, *status.mutable_limits());
  if (caller.role >= Role::Publisher) add_reading_terms(service, status);
  add_warnings(service, caller, status);
  describe_links(service, caller, status);
  if (caller.role < Role::Operator) {  // how far they are tells how much there is
    status.clear_webhooks();
    status.clear_exports();
    status.clear_feeds();
  }
  return status;
}

void clear_amounts(v1::LinkStatus& link) {
  link.clear_offered();
  link.clear_delivered();
  link.clear_acked();
  link.clear_received();
  link.clear_unsettled();
  link.clear_bytes_in();
  link.clear_bytes_out();
}

}  // namespace

void describe_links(const Service& service, const Caller& caller, v1::StatusAnswer& status) {
  if (service.parts.describe_links) service.parts.describe_links(status);
  if (hears_amounts(caller)) return;
  for (auto& link : *status.mutable_links()) clear_amounts(link);
}

void tell_status(const ServiceRef& service, const Caller& caller, const v1::StatusRequest& request,
                 const ReplyTo& reply) {
  service->parts.query.totals(caller.ceiling, [service, caller, wants_counters = request.counters(),
                                               reply](auto totals) {
    if (!totals) {
      reply->fail(totals.error());
      return;
    }
    if (wants_counters && !hears_amounts(caller)) {
      reply->fail(base::fail(base::ErrorCode::Forbidden,
                             "counters tell how much there is above what you may see: they need the role operator, or "
                             "the group for RED"));
      return;
    }
    v1::Answer answer;
    *answer.mutable_status() = status_of(*service, caller, *totals);
    if (wants_counters) answer.mutable_status()->set_counters(telemetry::prometheus_text(service->parts.counters));
    reply->send(std::move(answer), More::Last);
  });
}

}  // namespace tidings::api
