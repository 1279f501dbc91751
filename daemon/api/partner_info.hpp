#pragma once
/// A partner as an answer, and terms as they are said on the wire.
/// Errors: BadInput.
/// Lives on: any executor (pure).
#include "daemon/api/service.hpp"

namespace tidings::api {

base::Result<policy::Terms> read_terms(const v1::PartnerTerms& terms);
v1::PartnerInfo info_of(const partners::Partner& partner);

}  // namespace tidings::api
