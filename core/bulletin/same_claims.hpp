#pragma once
/// A bulletin without seed and claims, for who holds another one of the same root: how a renewed bulletin travels as
/// its header alone. In the place of both stands the id of the other (docs/protocol.md, section 8). Never stored.
/// Errors: BadInput (no such form), BadProof (another root, or not whole), TooLarge.
/// Lives on: any executor (pure).
#include <optional>
#include <string>
#include <string_view>

#include "core/bulletin/verify.hpp"

namespace tidings::bulletin {

/// Told in Hello by who takes such bulletins.
inline constexpr const char* same_claims_capability = "same-claims";

/// `whole` with the claims of `other`.
base::Result<std::string> without_claims(std::string_view whole, const BulletinId& other);
/// The bulletin whose claims it has; nothing for a form that has its own.
std::optional<BulletinId> claims_elsewhere(std::string_view bytes);
/// The whole, with the claims of `other`. What it says is checked by whoever accepts it; here, that the roots agree.
base::Result<std::string> with_claims_of(std::string_view bytes, std::string_view other);

}  // namespace tidings::bulletin
