#pragma once
/// Who signs. OrgId = SHA-256 of an organisation's first root Ed25519 public key, for ever.
/// Lives on: any executor.
#include "base/bytes.hpp"

namespace tidings::identity {

using OrgId = base::Id<struct OrgIdTag, 32>;
using PublicKey = base::Id<struct PublicKeyTag, 32>;        ///< Ed25519 (RFC 8032)
using Signature = base::Id<struct SignatureTag, 64>;        ///< Ed25519
using DelegationId = base::Id<struct DelegationIdTag, 32>;  ///< SHA-256 of a Delegation statement's bytes
using SpkiPin = base::Id<struct SpkiPinTag, 32>;            ///< SHA-256 of SubjectPublicKeyInfo, DER (RFC 7469 2.4)

OrgId org_id_of(const PublicKey& first_root);

}  // namespace tidings::identity
