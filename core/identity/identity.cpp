// Delegation and Identity, the half of a card that travels with whatever is relayed.
#include <algorithm>

#include "base/digest.hpp"
#include "core/identity/card.hpp"
#include "core/identity/statement.hpp"
#include "tidings/v1/card.pb.h"

namespace tidings::identity {
namespace {

using base::ErrorCode;

// Each delegation costs a signature check (113 µs), so a hostile identity costs at most 7 ms.
constexpr int max_delegations = 64;
constexpr int max_roots = 8;  // one in use, a few in reserve or retired
constexpr int max_revocations = 64;
constexpr int max_disowned = 1024;
constexpr int max_purposes = 16;

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }

base::Result<std::vector<PublicKey>> read_roots(const v1::Identity& message) {
  if (message.roots_size() == 0) return bad("the identity has no root key");
  if (message.roots_size() > max_roots) {
    return base::fail(ErrorCode::TooLarge, "the identity has " + std::to_string(message.roots_size()) +
                                               " root keys; at most " + std::to_string(max_roots) + " are taken");
  }
  std::vector<PublicKey> roots;
  for (const auto& bytes : message.roots()) {
    const auto root = PublicKey::from_bytes(bytes);
    if (!root) return bad("a root key of the identity has not 32 bytes");
    if (std::find(roots.begin(), roots.end(), *root) != roots.end()) return bad("the identity names a root key twice");
    roots.push_back(*root);
  }
  return roots;
}

base::Result<Delegation> read_delegation(const std::string& signed_bytes, const Identity& identity) {
  auto statement = read_statement(signed_bytes, purpose::delegation, "a delegation");
  if (!statement) return statement.error();
  if (std::find(identity.roots.begin(), identity.roots.end(), statement->key) == identity.roots.end()) {
    return base::fail(ErrorCode::NotDelegated, "a delegation is signed by a key that is no root of the identity");
  }
  v1::Delegation message;
  if (!message.ParseFromString(statement->bytes)) return bad("a delegation cannot be read");
  if (message.version() != 1) {
    return base::fail(ErrorCode::Unsupported, "a delegation has version " + std::to_string(message.version()));
  }
  if (message.organisation() != identity.organisation.bytes()) return bad("a delegation is of another organisation");
  const auto key = PublicKey::from_bytes(message.key());
  if (!key) return bad("a delegated key has not 32 bytes");
  if (message.valid_until() <= message.valid_from()) return bad("a delegation ends before it begins");
  if (message.purposes_size() > max_purposes)
    return base::fail(ErrorCode::TooLarge, "a delegation has too many purposes");
  Delegation delegation{*DelegationId::from_bytes(base::sha256(statement->bytes).bytes()),
                        *key,
                        {message.valid_from()},
                        {message.valid_until()},
                        {}};
  for (const auto number : message.purposes()) {  // purposes of later versions are none of ours
    if (number == 1) delegation.purposes.push_back(DelegatedFor::Bulletins);
    if (number == 2) delegation.purposes.push_back(DelegatedFor::Contact);
  }
  return delegation;
}

base::Status check_revocations(const v1::Identity& message) {
  if (message.revocations_size() > max_revocations) {
    return base::fail(ErrorCode::TooLarge, "the identity has more than 64 revocations");
  }
  for (const auto& revocation : message.revocations()) {
    if (revocation.key().size() != PublicKey::size) return bad("a revoked key has not 32 bytes");
    if (revocation.disowned_size() > max_disowned) {
      return base::fail(ErrorCode::TooLarge, "a revocation disowns more than 1,024 bulletins");
    }
    for (const auto& id : revocation.disowned()) {
      if (id.size() != 32) return bad("a disowned bulletin's id has not 32 bytes");
    }
  }
  return {};
}

/// The roots say who this is; only the first one does so for itself, so only it may sign. Were any listed root
/// enough, a stranger could list a victim's root first and its own second.
base::Result<Identity> read_message(const v1::Identity& message, const Statement& statement) {
  if (message.version() != 1) {
    return base::fail(ErrorCode::Unsupported, "the identity has version " + std::to_string(message.version()));
  }
  auto roots = read_roots(message);
  if (!roots) return roots.error();
  Identity identity;
  identity.roots = std::move(*roots);
  identity.organisation = org_id_of(identity.roots.front());
  if (message.organisation() != identity.organisation.bytes()) {
    return bad("the identity's organisation is not the SHA-256 of its first root key");
  }
  if (statement.key != identity.roots.front()) {
    return base::fail(ErrorCode::NotDelegated, "the identity is not signed by its first root key");
  }
  if (message.name().empty() || message.name().size() > max_name_bytes || !is_plain_text(message.name())) {
    return bad("the identity's name is empty, longer than 200 bytes, or has characters that do not show");
  }
  if (message.serial() == 0) return bad("the identity's serial is 0; serials count from 1");
  identity.name = message.name();
  identity.serial = message.serial();
  identity.issued_at = {message.issued_at()};
  return identity;
}

}  // namespace

bool Delegation::covers(base::Instant at, DelegatedFor use) const {
  return valid_from <= at && at < valid_until && std::find(purposes.begin(), purposes.end(), use) != purposes.end();
}

const Delegation* Identity::find(const DelegationId& id) const {
  const auto found = std::find_if(delegations.begin(), delegations.end(), [&](const auto& d) { return d.id == id; });
  return found == delegations.end() ? nullptr : &*found;
}

std::string sign_delegation(const SigningKey& root, const OrgId& organisation, const PublicKey& key, base::Instant from,
                            base::Instant until, const std::vector<DelegatedFor>& purposes) {
  v1::Delegation message;
  message.set_version(1);
  message.set_organisation(organisation.str());
  message.set_key(key.str());
  message.set_valid_from(from.us);
  message.set_valid_until(until.us);
  for (const auto use : purposes) message.add_purposes(static_cast<std::uint32_t>(use));
  return sign_statement(root, purpose::delegation, message.SerializeAsString());
}

base::Result<Identity> sign_identity(const SigningKey& root, const IdentityDraft& draft) {
  if (draft.roots.empty()) return bad("the identity has no root key");
  if (!is_plain_text(draft.name)) return bad("the identity's name has characters that do not show, or is not UTF-8");
  v1::Identity message;
  message.set_version(1);
  message.set_organisation(org_id_of(draft.roots.front()).str());
  message.set_name(draft.name);
  message.set_serial(draft.serial);
  for (const auto& key : draft.roots) message.add_roots(key.str());
  for (const auto& delegation : draft.signed_delegations) message.add_delegations(delegation);
  message.set_issued_at(draft.issued_at.us);
  return read_identity(sign_statement(root, purpose::identity, message.SerializeAsString()));
}

base::Result<Identity> read_identity(std::string_view signed_bytes) {
  auto statement = read_statement(signed_bytes, purpose::identity, "the identity");
  if (!statement) return statement.error();
  v1::Identity message;
  if (!message.ParseFromString(statement->bytes)) return bad("the identity cannot be read");
  auto identity = read_message(message, *statement);
  if (!identity) return identity;
  if (const auto checked = check_revocations(message); !checked) return checked.error();
  if (message.delegations_size() > max_delegations) {
    return base::fail(ErrorCode::TooLarge, "the identity has more than 64 delegations");
  }
  for (const auto& bytes : message.delegations()) {
    auto delegation = read_delegation(bytes, *identity);
    if (!delegation) return delegation.error();
    identity->delegations.push_back(std::move(*delegation));
  }
  identity->signed_bytes = signed_bytes;
  return identity;
}

}  // namespace tidings::identity
