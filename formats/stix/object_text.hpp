#pragma once
/// Whether bytes of others may stand as an object in JSON that we write. They came signed, but nobody looked into them:
/// what is no JSON would spoil all that stands beside it, and another id than the claim's would pass for another's
/// object. Lives on: any executor.
#include <string_view>

namespace tidings::stix {

/// One JSON object (RFC 8259), at most 64 deep, in which "id" and "type" stand once each and are `id` and its type.
bool is_object_text(std::string_view json, std::string_view id);

}  // namespace tidings::stix
