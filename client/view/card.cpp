#include "client/view/card.hpp"

#include "client/text/escape.hpp"
#include "client/view/names.hpp"

namespace tidings::view {
namespace {

std::string uses_of(const identity::Delegation& delegation) {
  std::vector<std::string> uses;
  for (const auto use : delegation.purposes) {
    switch (use) {
      case identity::DelegatedFor::Bulletins: uses.emplace_back("bulletins"); break;
      case identity::DelegatedFor::Contact: uses.emplace_back("contact"); break;
    }
  }
  return joined(uses, " and ");
}

json::object json_of_delegation(const identity::Delegation& delegation) {
  json::object out;
  out["id"] = delegation.id.text();
  out["key"] = delegation.key.text();
  out["valid_from"] = json_time(delegation.valid_from.us);
  out["valid_until"] = json_time(delegation.valid_until.us);
  json::array uses;
  for (const auto use : delegation.purposes)
    uses.emplace_back(use == identity::DelegatedFor::Contact ? "contact" : "bulletins");
  out["purposes"] = std::move(uses);
  return out;
}

json::value json_of_contact(const std::optional<identity::Contact>& contact) {
  if (!contact) return nullptr;
  json::object out;
  out["serial"] = contact->serial;
  out["endpoints"] = json_texts(contact->endpoints);
  json::array pins;
  for (const auto& pin : contact->tls_pins) pins.emplace_back(pin.text());
  out["tls_pins"] = std::move(pins);
  out["capabilities"] = json_texts(contact->capabilities);
  out["issued_at"] = json_time(contact->issued_at.us);
  return out;
}

}  // namespace

std::string describe(const Look& look, const identity::Card& card) {
  const auto& identity = card.identity;
  std::string out = paint(look, Colour::Bold, text::for_people(identity.name)) + "\n";
  out += "  organisation " + identity.organisation.text() + "\n  identity     serial " +
         std::to_string(identity.serial) + " of " + shown_time(identity.issued_at.us) + "\n";
  for (const auto& delegation : identity.delegations) {
    out += "  signing key  " + delegation.key.text() + "\n               for " + uses_of(delegation) + ", " +
           shown_time(delegation.valid_from.us) + " until " + shown_time(delegation.valid_until.us) + "\n";
  }
  if (card.contact) {
    for (const auto& endpoint : card.contact->endpoints) out += "  endpoint     " + text::for_people(endpoint) + "\n";
    for (const auto& pin : card.contact->tls_pins) out += "  TLS pin      " + pin.text() + "\n";
  }
  out += "  fingerprint  " + paint(look, Colour::Bold, identity::fingerprint_words(identity)) + "\n";
  return out;
}

json::object json_of(const identity::Card& card) {
  const auto& identity = card.identity;
  json::object out;
  out["name"] = json_text(identity.name);
  out["organisation"] = identity.organisation.text();
  out["fingerprint"] = identity::fingerprint_words(identity);
  out["serial"] = identity.serial;
  out["issued_at"] = json_time(identity.issued_at.us);
  json::array roots;
  for (const auto& root : identity.roots) roots.emplace_back(root.text());
  out["roots"] = std::move(roots);
  json::array delegations;
  for (const auto& delegation : identity.delegations) delegations.emplace_back(json_of_delegation(delegation));
  out["delegations"] = std::move(delegations);
  out["contact"] = json_of_contact(card.contact);
  return out;
}

}  // namespace tidings::view
