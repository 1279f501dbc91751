#pragma once
/// Identity (who an organisation is: name, roots, delegations) and Contact (how its node is reached): built, signed,
/// read and checked. Together a card, exchanged once by hand with its fingerprint read aloud.
/// A reader accepts only what is complete: versions it knows, every signature right, every bound kept.
/// Errors: BadInput, BadSignature, NotDelegated, TooLarge, Unsupported.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/identity/key.hpp"
#include "core/identity/org_id.hpp"

namespace tidings::identity {

inline constexpr std::size_t max_card_bytes = 64 * 1024;  ///< 64 delegations and 16 endpoints fit ten times
inline constexpr std::size_t max_name_bytes = 200;

enum class DelegatedFor : std::uint8_t { Bulletins = 1, Contact = 2 };

struct Delegation {
  DelegationId id;
  PublicKey key;
  base::Instant valid_from, valid_until;
  std::vector<DelegatedFor> purposes;
  bool covers(base::Instant at, DelegatedFor use) const;
};

struct Identity {
  OrgId organisation;
  std::string name;
  std::uint64_t serial{0};
  std::vector<PublicKey> roots;
  std::vector<Delegation> delegations;
  base::Instant issued_at;
  std::string signed_bytes;  ///< a v1::Signed, verbatim
  const Delegation* find(const DelegationId& id) const;
};

struct Contact {
  OrgId organisation;
  std::uint64_t serial{0};
  std::vector<SpkiPin> tls_pins;
  std::vector<std::string> endpoints;
  std::string encryption_key;  ///< P-256 uncompressed point, 65 bytes, or empty
  std::vector<std::string> capabilities;
  base::Instant issued_at;
  std::string signed_bytes;
};

struct Card {
  Identity identity;
  std::optional<Contact> contact;
};

/// A Signed statement of a Delegation, by a root.
std::string sign_delegation(const SigningKey& root, const OrgId& organisation, const PublicKey& key, base::Instant from,
                            base::Instant until, const std::vector<DelegatedFor>& purposes);

struct IdentityDraft {
  std::string name;
  std::uint64_t serial{1};
  std::vector<PublicKey> roots;                 ///< the first root first
  std::vector<std::string> signed_delegations;  ///< from sign_delegation
  base::Instant issued_at;
};
base::Result<Identity> sign_identity(const SigningKey& root, const IdentityDraft& draft);

struct ContactDraft {
  OrgId organisation;
  std::uint64_t serial{1};
  std::vector<SpkiPin> tls_pins;
  std::vector<std::string> endpoints;
  std::string encryption_key;
  std::vector<std::string> capabilities;
  base::Instant issued_at;
};
base::Result<Contact> sign_contact(const SigningKey& delegated, const ContactDraft& draft);

/// Signed by the first root, whose hash is the OrgId: it speaks for itself, and for the other roots it lists, which may
/// sign delegations. Names with control or bidirectional characters are refused.
base::Result<Identity> read_identity(std::string_view signed_bytes);
/// The contact's signer must be delegated for contact by `identity` at the contact's issued_at.
base::Result<Contact> read_contact(std::string_view signed_bytes, const Identity& identity);
/// A v1::Card in binary, or its text form (write_card_text).
base::Result<Card> read_card(std::string_view bytes);
std::string write_card(const Card& card);
/// For mail and files: "-----BEGIN TIDINGS CARD-----", a few lines for people (name, OrgId, fingerprint words), a
/// blank line, base64 in lines of 64, "-----END TIDINGS CARD-----".
std::string write_card_text(const Card& card);

/// 16 words that stand for the first 128 bits of SHA-256(first root key ‖ all root keys in order, the first one again),
/// a word a byte (words.hpp): read aloud when cards are exchanged.
std::string fingerprint_words(const Identity& identity);
/// Compares what a person typed (any case, blanks, hyphens between) in constant time.
bool fingerprint_matches(const Identity& identity, std::string_view typed);

}  // namespace tidings::identity
