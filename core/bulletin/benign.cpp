#include "core/bulletin/benign.hpp"

#include "core/bulletin/context.hpp"

namespace tidings::bulletin {

base::Status check_benign(v1::Role role, v1::Verdict verdict) {
  const bool accuses = verdict == v1::VERDICT_MALICIOUS || verdict == v1::VERDICT_SUSPICIOUS;
  if (role != v1::ROLE_BENIGN || !accuses) return {};
  return base::fail(base::ErrorCode::BadInput,
                    "its role is benign and its verdict accuses: only one of them can be meant");
}

base::Status settle_benign(const v1::Header& context, v1::Claim& claim) {
  if (context.kind() != v1::KIND_REPORT || effective_role(context, claim) != v1::ROLE_BENIGN) return {};
  const auto stated = claim.verdict() != v1::VERDICT_UNSPECIFIED ? claim.verdict() : context.verdict();
  if (stated == v1::VERDICT_UNSPECIFIED) claim.set_verdict(v1::VERDICT_BENIGN);
  return check_benign(v1::ROLE_BENIGN, stated);
}

}  // namespace tidings::bulletin
