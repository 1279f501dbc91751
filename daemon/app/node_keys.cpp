#include "daemon/app/node_keys.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "core/identity/encryption_key.hpp"
#include "core/identity/tls_certificate.hpp"
#include "core/sync/token.hpp"
#include "daemon/app/files.hpp"

namespace tidings::app {
namespace {

using base::ErrorCode;
using identity::DelegatedFor;

constexpr std::size_t max_key_file_bytes = std::size_t{16} * 1024;

/// A clock that is set back a little after init must not leave the first bulletins without a delegation.
constexpr base::Duration delegated_before{std::chrono::hours{24}};

base::Result<identity::Identity> sign_identity_for(const identity::SigningKey& root, const identity::PublicKey& node,
                                                   const std::string& organisation, base::Instant now) {
  const auto delegation =
      identity::sign_delegation(root, identity::org_id_of(root.public_key()), node, now - delegated_before,
                                now + delegation_lifetime, {DelegatedFor::Bulletins, DelegatedFor::Contact});
  identity::IdentityDraft draft;
  draft.name = organisation;
  draft.roots = {root.public_key()};
  draft.signed_delegations = {delegation};
  draft.issued_at = now;
  return identity::sign_identity(root, draft);
}

struct NamedFile {
  std::filesystem::path path;
  std::string_view bytes;
};

base::Status write_secrets(const std::vector<NamedFile>& files) {
  for (const auto& file : files) {
    if (auto status = write_new_file(file.path, file.bytes, Mode::Secret); status.has_error()) return status;
  }
  return {};
}

base::Result<identity::SigningKey> load_signing_key(const DataFolder& folder) {
  const auto pem = read_secret(folder.node_key(), max_key_file_bytes);
  if (pem.has_error()) return pem.error();
  return identity::SigningKey::from_pem(*pem);
}

base::Result<base::Secret> load_token_key(const DataFolder& folder) {
  auto bytes = read_secret(folder.token_key(), max_key_file_bytes);
  if (bytes.has_error()) return bytes.error();
  if (bytes->size() != sync::token_key_bytes) {
    return base::fail(ErrorCode::BadInput, folder.token_key().string() + " does not hold 32 bytes");
  }
  return base::Secret(std::move(*bytes));
}

base::Result<identity::Card> load_card(const DataFolder& folder) {
  if (auto status = check_is_node(folder); status.has_error()) return status.error();
  const auto bytes = read_file(folder.card(), identity::max_card_bytes);
  if (bytes.has_error()) return bytes.error();
  auto card = identity::read_card(*bytes);
  if (card.has_error()) return base::fail(card.error().code, folder.card().string() + ": " + card.error().what);
  if (!card->contact) return base::fail(ErrorCode::BadInput, folder.card().string() + " has no contact");
  return card;
}

base::Result<identity::Delegation> delegation_to(const identity::PublicKey& key, const identity::Identity& identity) {
  const identity::Delegation* longest = nullptr;
  for (const auto& delegation : identity.delegations) {
    const bool longer = longest == nullptr || delegation.valid_until > longest->valid_until;
    if (delegation.key == key && longer) longest = &delegation;
  }
  if (longest == nullptr) {
    return base::fail(ErrorCode::NotDelegated, "the card does not delegate to the key in keys/node.pem");
  }
  return *longest;
}

}  // namespace

base::Result<identity::Card> make_node_keys(const DataFolder& folder, const std::string& organisation,
                                            const std::vector<std::string>& endpoints, base::Instant now) {
  const auto root = identity::SigningKey::generate();
  const auto node = identity::SigningKey::generate();
  const auto encryption = identity::generate_encryption_key();
  const auto tls = identity::make_tls_certificate(organisation, now);
  auto signed_identity = sign_identity_for(root, node.public_key(), organisation, now);
  if (signed_identity.has_error()) return signed_identity.error();

  identity::ContactDraft draft;
  draft.organisation = signed_identity->organisation;
  draft.tls_pins = {tls.pin};
  draft.endpoints = endpoints;
  draft.encryption_key = encryption.public_point;
  draft.issued_at = now;
  auto contact = identity::sign_contact(node, draft);
  if (contact.has_error()) return contact.error();
  identity::Card card{std::move(*signed_identity), std::move(*contact)};

  if (auto status = make_private_folder(folder.keys()); status.has_error()) return status.error();
  const auto root_pem = root.to_pem();
  const auto node_pem = node.to_pem();
  const base::Secret token(base::random_bytes(sync::token_key_bytes));
  const auto card_bytes = identity::write_card(card);
  const auto written = write_secrets({{folder.root_key(), root_pem.reveal()},
                                      {folder.node_key(), node_pem.reveal()},
                                      {folder.encryption_key(), encryption.private_pem.reveal()},
                                      {folder.token_key(), token.reveal()},
                                      {folder.tls_key(), tls.key_pem.reveal()},
                                      {folder.tls_certificate(), tls.certificate_pem},
                                      {folder.card(), card_bytes}});
  if (written.has_error()) return written.error();
  return card;
}

base::Status check_is_node(const DataFolder& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder.card(), error)) return {};
  if (error)
    return base::fail(ErrorCode::Forbidden, "cannot look into " + folder.path.string() + ": " + error.message());
  return base::fail(ErrorCode::NotFound, "no node in " + folder.path.string() + ": make one with `tidingsd init`");
}

base::Result<NodeKeys> load_node_keys(const DataFolder& folder) {
  auto card = load_card(folder);
  if (card.has_error()) return card.error();
  auto signing = load_signing_key(folder);
  if (signing.has_error()) return signing.error();
  auto token = load_token_key(folder);
  if (token.has_error()) return token.error();
  auto delegation = delegation_to(signing->public_key(), card->identity);
  if (delegation.has_error()) return delegation.error();
  if (auto tls = read_secret(folder.tls_key(), max_key_file_bytes); tls.has_error()) return tls.error();
  return NodeKeys{std::move(*signing), std::move(*token), std::move(*card), std::move(*delegation)};
}

base::Status renew_contact(const DataFolder& folder, NodeKeys& keys, const std::vector<std::string>& endpoints,
                           base::Instant now) {
  const auto& held = *keys.card.contact;
  if (held.endpoints == endpoints) return {};
  identity::ContactDraft draft;
  draft.organisation = held.organisation;
  draft.serial = held.serial + 1;
  draft.tls_pins = held.tls_pins;
  draft.endpoints = endpoints;
  draft.encryption_key = held.encryption_key;
  draft.capabilities = held.capabilities;
  draft.issued_at = std::max(now, held.issued_at);
  if (!keys.delegation.covers(draft.issued_at, DelegatedFor::Contact)) {
    return base::fail(ErrorCode::NotDelegated,
                      "node.endpoints changed, but no delegation covers the node's key to sign a new card");
  }
  auto contact = identity::sign_contact(keys.signing, draft);
  if (contact.has_error()) return contact.error();
  keys.card.contact = std::move(*contact);
  return replace_file(folder.card(), identity::write_card(keys.card), Mode::Secret);
}

}  // namespace tidings::app
