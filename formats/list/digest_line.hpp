#pragma once
/// Digests with what stands beside them in a line. Inside of this folder.
/// Lives on: any executor.
#include <optional>
#include <string_view>

#include "formats/list/shape.hpp"

namespace tidings::list {

/// "DIGEST  name", "DIGEST *name", "SHA256 (name) = DIGEST", and a command line before or behind a digest: the digest.
/// Several of one file follow each other.
std::optional<Shape> beside_a_digest(std::string_view text, observable::Hint hint);

/// "sha256:DIGEST", "MD5=DIGEST": what its name agrees with.
std::optional<Shape> behind_its_name(std::string_view text, observable::Hint hint);

}  // namespace tidings::list
