#pragma once
/// E-mail addresses (rule E1). Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "core/observable/text.hpp"

namespace tidings::observable {

/// The local part unchanged (RFC 5321 section 2.4: its case may matter), the domain canonical.
Refusal read_email(std::string_view text, std::string& out);
Refusal check_email(std::string_view value);

}  // namespace tidings::observable
