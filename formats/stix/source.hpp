#pragma once
/// The bulletins that an object came from, as it names them: in its external_references (source_name "tidings"), and
/// where the standard gives it none, as it does cyber-observables (STIX 2.1, 3.1), in an extension of ours (7.3).
/// Lives on: any executor.
#include <functional>
#include <string>
#include <string_view>

#include "formats/stix/object.hpp"

namespace tidings::stix {

inline constexpr std::string_view source_name = "tidings";

/// Gives the id of each, 32 bytes.
void each_source(const Object& object, const std::function<void(const std::string& bulletin)>& take);

/// Has the object's JSON text name the bulletin, once; all else in it stays as it is.
void name_source(std::string& text, std::string_view bulletin);

}  // namespace tidings::stix
