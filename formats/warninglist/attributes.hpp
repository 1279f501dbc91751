#pragma once
/// MISP's attribute types as sets of ours. Inside of this folder.
/// Lives on: any executor (pure).
#include <string_view>

#include "core/warning/list.hpp"

namespace tidings::warninglist {

/// Adds to `types` what values of this attribute type become here; false for one that we have no type for.
bool add_attribute(std::string_view attribute, warning::Types& types);

}  // namespace tidings::warninglist
