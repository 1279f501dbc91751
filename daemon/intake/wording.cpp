#include "daemon/intake/wording.hpp"

namespace tidings::intake {

std::string wording_of(v1::Header header) {
  header.clear_version();
  header.clear_canonicalisation();
  header.clear_origin();
  header.clear_issued_at();
  header.clear_expires_at();
  header.clear_publication_id();
  header.clear_revision();
  header.clear_part();
  header.clear_parts();
  header.clear_claim_count();
  header.clear_claims_root();
  return header.SerializeAsString();
}

std::string wording_of(v1::Claim claim) {
  claim.clear_valid_until();
  return claim.SerializeAsString();
}

}  // namespace tidings::intake
