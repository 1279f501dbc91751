#include "client/view/proof.hpp"

#include "base/bytes.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/names.hpp"

namespace tidings::view {

base::Result<Proof> prove(std::string_view bulletin_bytes, const identity::Identity& identity) {
  auto verified = bulletin::verify(bulletin_bytes, identity);
  if (!verified) return verified.error();
  auto envelope = bulletin::open(bulletin_bytes);
  if (!envelope) return envelope.error();
  const auto id = identity::DelegationId::from_bytes(envelope->delegation_id);
  const identity::Delegation* delegation = id ? identity.find(*id) : nullptr;
  if (delegation == nullptr) return base::fail(base::ErrorCode::NotDelegated, "the identity has no such delegation");
  return Proof{identity, *delegation, std::move(*verified), envelope->pruned};
}

std::string describe(const Look& look, const Proof& proof) {
  const auto& header = proof.verified.header;
  const std::string good = paint(look, Colour::Green, "right");
  const std::string key = base::to_hex(proof.delegation.key.bytes());
  const std::uint64_t claims = proof.verified.claims.size();
  std::string out;
  out += "  signature    " + good + ": Ed25519 over the header, by the node key " + key + "\n";
  out += "  delegation   " + good + ": that key speaks for " + text::for_people(proof.identity.name) + " from " +
         shown_time(proof.delegation.valid_from.us) + " until " + shown_time(proof.delegation.valid_until.us) +
         ", which covers " + shown_time(header.issued_at.us) + "\n";
  out += "  root         " + good + ": the delegation is signed by a root of organisation " +
         proof.identity.organisation.text() + "\n";
  out += "  claims       " + good + ": " +
         (proof.pruned ? text::with_commas(claims) + " of " + text::counted(header.message.claim_count(), "claim") +
                             " shown, as signed; the others were withheld"
                       : text::counted(claims, "claim") + ", complete and as signed") +
         "\n";
  if (proof.verified.not_indexable > 0) {
    out += "               " + text::counted(proof.verified.not_indexable, "claim") +
           " of a type or form that this version does not know\n";
  }
  out += "  fingerprint  " + identity::fingerprint_words(proof.identity) + "\n";
  return out;
}

json::object json_of(const Proof& proof) {
  json::object out;
  out["verified"] = true;
  out["organisation"] = proof.identity.organisation.text();
  out["name"] = json_text(proof.identity.name);
  out["fingerprint"] = identity::fingerprint_words(proof.identity);
  out["identity_serial"] = proof.identity.serial;
  out["signed_by"] = json_id(proof.delegation.key.bytes());
  out["delegation"] = proof.delegation.id.text();
  out["delegated_from"] = json_time(proof.delegation.valid_from.us);
  out["delegated_until"] = json_time(proof.delegation.valid_until.us);
  out["claims_verified"] = proof.verified.claims.size();
  out["claims_signed"] = proof.verified.header.message.claim_count();
  out["claims_root"] = json_id(proof.verified.header.message.claims_root());
  out["pruned"] = proof.pruned;
  out["not_indexed"] = proof.verified.not_indexable;
  return out;
}

}  // namespace tidings::view
