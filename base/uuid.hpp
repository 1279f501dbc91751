#pragma once
/// UUIDs (RFC 9562): their text form, and those that are made of a name (version 5), so that whoever names the same
/// thing in the same space gets the same id. Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace tidings::base {

using Uuid = Id<struct UuidTag, 16>;

/// "58503e2f-4c78-442d-833f-8ad202de0b81", in any case; nothing for another form.
std::optional<Uuid> uuid_from_text(std::string_view text);
/// In lower case.
std::string to_text(const Uuid& uuid);

/// Version 5 (RFC 9562 section 5.5): of SHA-1 over the space and the name.
Uuid name_uuid(const Uuid& space, std::string_view name);

/// Whether it has a variant and version of the RFC, which some software asks of every UUID.
bool is_well_formed(const Uuid& uuid);

}  // namespace tidings::base
