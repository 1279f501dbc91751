#pragma once
/// How a rule marks itself, where it stands in another format: by its metadata, tags, messages and comments, as in a
/// file of rules. Lives on: any executor.
#include <string_view>

#include "formats/draft/stated_marking.hpp"

namespace tidings::rules {

/// Of words beside marks of that format, which they narrow and never widen: CLEAR is none. `language`: "yara", "sigma",
/// "suricata" or "snort"; of another what its text states.
draft::Stated narrowing_in_rule(std::string_view language, std::string_view text);

}  // namespace tidings::rules
