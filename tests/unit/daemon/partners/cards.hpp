#pragma once
/// Organisations with real keys, for tests of the partner book.
#include <string>
#include <utility>

#include "base/digest.hpp"
#include "core/identity/card.hpp"

namespace tidings::partners {

inline constexpr base::Instant test_start{1'800'000'000'000'000};

/// An organisation that can renew its card.
struct Organisation {
  explicit Organisation(std::string its_name)
      : name(std::move(its_name)), root(identity::SigningKey::generate()), node(identity::SigningKey::generate()) {}

  identity::OrgId id() const { return identity::org_id_of(root.public_key()); }
  identity::Identity identity(std::uint64_t serial = 1) const {
    const auto delegation =
        identity::sign_delegation(root, id(), node.public_key(), test_start, test_start + std::chrono::hours(24 * 400),
                                  {identity::DelegatedFor::Bulletins, identity::DelegatedFor::Contact});
    return identity::sign_identity(root, {name, serial, {root.public_key()}, {delegation}, test_start}).value();
  }
  identity::Contact contact(std::uint64_t serial = 1, std::string endpoint = "127.0.0.1:7443") const {
    return contact_with_pin(own_pin(), serial, std::move(endpoint));
  }
  identity::Contact contact_with_pin(const identity::SpkiPin& pin, std::uint64_t serial = 1,
                                     std::string endpoint = "127.0.0.1:7443") const {
    identity::ContactDraft draft;
    draft.organisation = id();
    draft.serial = serial;
    draft.tls_pins = {pin};
    draft.endpoints = {std::move(endpoint)};
    draft.issued_at = test_start;
    return identity::sign_contact(node, draft).value();
  }
  identity::SpkiPin own_pin() const {
    return *identity::SpkiPin::from_bytes(base::sha256("pin of " + id().text()).bytes());
  }
  identity::Card card() const { return {identity(), contact()}; }

  std::string name;
  identity::SigningKey root, node;
};

}  // namespace tidings::partners
