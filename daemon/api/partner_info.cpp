#include "daemon/api/partner_info.hpp"

namespace tidings::api {
namespace {

base::Result<std::optional<v1::Tlp>> read_limit(v1::Tlp tlp) {
  if (tlp == v1::TLP_UNSPECIFIED) return std::optional<v1::Tlp>{};
  if (tlp >= v1::TLP_CLEAR && tlp <= v1::TLP_RED) return std::optional(tlp);
  return base::fail(base::ErrorCode::BadInput, "there is no such TLP");
}

std::string standing_name(policy::Standing standing) {
  switch (standing) {
    case policy::Standing::Active: return "active";
    case policy::Standing::Suspended: return "suspended";
    case policy::Standing::Removed: return "removed";
  }
  return "removed";
}

void add_notes(const store::PartnerRecord& record, v1::PartnerInfo& info) {
  const auto& terms = record.terms;
  if (!terms.send && !terms.accept)
    info.add_notes("no terms: nothing flows");
  else if (!terms.send)
    info.add_notes("our terms send it nothing");
  else if (!terms.accept)
    info.add_notes("our terms take nothing from it");
  if (terms.send && !terms.community) info.add_notes("not of the community: GREEN is not sent to it");
  if (record.standing == policy::Standing::Suspended) info.add_notes("suspended: nothing flows until it is resumed");
}

}  // namespace

base::Result<policy::Terms> read_terms(const v1::PartnerTerms& terms) {
  const auto send = read_limit(terms.send());
  if (!send) return send.error();
  const auto accept = read_limit(terms.accept());
  if (!accept) return accept.error();
  if (terms.trust() > 100) return base::fail(base::ErrorCode::BadInput, "trust is 0 to 100");
  const auto trust = terms.has_trust() ? static_cast<std::uint8_t>(terms.trust()) : policy::default_trust;
  return policy::Terms{*send, *accept, terms.community(), terms.hear_introduced(), trust};
}

v1::PartnerInfo info_of(const partners::Partner& partner) {
  const auto& record = partner.record;
  v1::PartnerInfo info;
  info.set_org_id(record.organisation.str());
  info.set_alias(record.alias);
  info.set_name(partner.identity->name);
  info.set_fingerprint(identity::fingerprint_words(*partner.identity));
  auto& terms = *info.mutable_terms();
  terms.set_send(record.terms.send.value_or(v1::TLP_UNSPECIFIED));
  terms.set_accept(record.terms.accept.value_or(v1::TLP_UNSPECIFIED));
  terms.set_community(record.terms.community);
  terms.set_hear_introduced(record.terms.hear_introduced);
  terms.set_trust(record.terms.trust);
  info.set_standing(standing_name(record.standing));
  info.set_added_at(record.added_at.us);
  add_notes(record, info);
  if (!partner.contact) return info;
  for (const auto& endpoint : partner.contact->endpoints) info.add_endpoints(endpoint);
  for (const auto& pin : partner.contact->tls_pins) info.add_tls_pins(pin.text());
  return info;
}

}  // namespace tidings::api
