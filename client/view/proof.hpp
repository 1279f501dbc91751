#pragma once
/// A bulletin's proof, checked here and told step by step: signature, delegation, root, tree. Nothing the daemon says
/// is believed; what remains to be compared by people is the fingerprint. Errors: those of bulletin::verify and
/// identity::read_identity. Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "core/bulletin/verify.hpp"
#include "core/identity/card.hpp"

namespace tidings::view {

struct Proof {
  identity::Identity identity;
  identity::Delegation delegation;  ///< the one whose key signed
  bulletin::Verified verified;
  bool pruned{false};
};

base::Result<Proof> prove(std::string_view bulletin_bytes, const identity::Identity& identity);

std::string describe(const Look& look, const Proof& proof);
json::object json_of(const Proof& proof);

}  // namespace tidings::view
