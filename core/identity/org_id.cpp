#include "core/identity/org_id.hpp"

#include "base/digest.hpp"

namespace tidings::identity {

OrgId org_id_of(const PublicKey& first_root) { return *OrgId::from_bytes(base::sha256(first_root.bytes()).bytes()); }

}  // namespace tidings::identity
