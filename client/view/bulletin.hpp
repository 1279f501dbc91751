#pragma once
/// A bulletin whole: what it says, what became of it here, and its proof.
/// Lives on: any executor.
#include <string>

#include "base/result.hpp"
#include "client/view/proof.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

struct ShownBulletin {
  v1::ShowAnswer answer;
  bulletin::Verified content;  ///< also of one that does not verify, as far as it can be read
  base::Result<Proof> proof;
};

/// Reads and checks what the daemon answered. BadInput if the bytes are no bulletin at all.
base::Result<ShownBulletin> check(v1::ShowAnswer answer);

std::string describe(const Look& look, const ShownBulletin& shown);
json::object json_of(const ShownBulletin& shown);

}  // namespace tidings::view
