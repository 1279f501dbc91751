// Contact, the half of a card that only direct partners get.
#include <algorithm>
#include <charconv>

#include "core/identity/card.hpp"
#include "core/identity/encryption_key.hpp"
#include "core/identity/statement.hpp"
#include "tidings/v1/card.pb.h"

namespace tidings::identity {
namespace {

using base::ErrorCode;

constexpr int max_pins = 16;       // the pin in use and those of the next keys
constexpr int max_endpoints = 16;  // a dialler tries them in turn
constexpr int max_capabilities = 64;
constexpr std::size_t max_endpoint_bytes = 261;  // a DNS name of 253, brackets or none, a colon, a port
constexpr std::size_t max_capability_bytes = 64;

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }

/// "host:port" or "[v6]:port", in printable ASCII without blanks. Whether the host exists is the dialler's to learn.
bool is_endpoint(std::string_view text) {
  if (text.size() > max_endpoint_bytes) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; })) return false;
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (!bracketed && host.find_first_of("[]:/@") != std::string_view::npos) return false;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  return error == std::errc{} && end == port.data() + port.size() && number >= 1 && number <= 65535;
}

base::Status check_lists(const v1::Contact& message) {
  if (message.tls_pins_size() == 0) return bad("the contact has no TLS pin");
  if (message.tls_pins_size() > max_pins || message.endpoints_size() > max_endpoints ||
      message.capabilities_size() > max_capabilities) {
    return base::fail(ErrorCode::TooLarge, "the contact has more than 16 pins, 16 endpoints or 64 capabilities");
  }
  for (const auto& endpoint : message.endpoints()) {
    if (!is_endpoint(endpoint)) return bad("an endpoint of the contact is not host:port");
  }
  for (const auto& capability : message.capabilities()) {
    if (capability.empty() || capability.size() > max_capability_bytes || !is_plain_text(capability)) {
      return bad("a capability of the contact is empty, longer than 64 bytes, or has characters that do not show");
    }
  }
  if (!message.encryption_key().empty() && !is_encryption_point(message.encryption_key())) {
    return bad("the contact's encryption key is not an uncompressed point on P-256");
  }
  return {};
}

base::Result<Contact> read_message(const v1::Contact& message) {
  if (message.version() != 1) {
    return base::fail(ErrorCode::Unsupported, "the contact has version " + std::to_string(message.version()));
  }
  if (const auto checked = check_lists(message); !checked) return checked.error();
  if (message.serial() == 0) return bad("the contact's serial is 0; serials count from 1");
  const auto organisation = OrgId::from_bytes(message.organisation());
  if (!organisation) return bad("the contact's organisation has not 32 bytes");
  Contact contact{*organisation, message.serial(), {}, {}, message.encryption_key(), {}, {message.issued_at()}, {}};
  for (const auto& bytes : message.tls_pins()) {
    const auto pin = SpkiPin::from_bytes(bytes);
    if (!pin) return bad("a TLS pin of the contact has not 32 bytes");
    contact.tls_pins.push_back(*pin);
  }
  contact.endpoints.assign(message.endpoints().begin(), message.endpoints().end());
  contact.capabilities.assign(message.capabilities().begin(), message.capabilities().end());
  return contact;
}

}  // namespace

base::Result<Contact> sign_contact(const SigningKey& delegated, const ContactDraft& draft) {
  v1::Contact message;
  message.set_version(1);
  message.set_organisation(draft.organisation.str());
  message.set_serial(draft.serial);
  for (const auto& pin : draft.tls_pins) message.add_tls_pins(pin.str());
  for (const auto& endpoint : draft.endpoints) message.add_endpoints(endpoint);
  message.set_encryption_key(draft.encryption_key);
  for (const auto& capability : draft.capabilities) message.add_capabilities(capability);
  message.set_issued_at(draft.issued_at.us);
  auto contact = read_message(message);
  if (contact) contact->signed_bytes = sign_statement(delegated, purpose::contact, message.SerializeAsString());
  return contact;
}

base::Result<Contact> read_contact(std::string_view signed_bytes, const Identity& identity) {
  const auto statement = read_statement(signed_bytes, purpose::contact, "the contact");
  if (!statement) return statement.error();
  v1::Contact message;
  if (!message.ParseFromString(statement->bytes)) return bad("the contact cannot be read");
  auto contact = read_message(message);
  if (!contact) return contact;
  if (contact->organisation != identity.organisation)
    return bad("the contact is of another organisation than the identity");
  const bool covered = std::any_of(identity.delegations.begin(), identity.delegations.end(), [&](const Delegation& d) {
    return d.key == statement->key && d.covers(contact->issued_at, DelegatedFor::Contact);
  });
  if (!covered) {
    return base::fail(ErrorCode::NotDelegated, "no delegation for contact covers the contact's key when it was issued");
  }
  contact->signed_bytes = signed_bytes;
  return contact;
}

}  // namespace tidings::identity
