#pragma once
/// What a PAP that the input states does to an audience. Lives on: any executor.
#include <algorithm>

#include "core/bulletin/context.hpp"

namespace tidings::draft {

/// Once the TLP is settled. It narrows what the TLP suggests and never widens it: values beside it may state none.
inline void take_stated_pap(v1::Audience& audience, v1::Pap stated) {
  v1::Audience suggests;
  suggests.set_tlp(audience.tlp());
  const bool is_open = audience.pap() == v1::PAP_UNSPECIFIED;
  const bool is_suggested = audience.tlp() != v1::TLP_UNSPECIFIED && stated <= bulletin::effective_pap(suggests);
  if (!is_open || !is_suggested) audience.set_pap(std::max(audience.pap(), stated));
}

}  // namespace tidings::draft
