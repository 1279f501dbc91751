#pragma once
/// Host and address within a canonical value, as part of it.
/// Lives on: any executor (pure).
#include <string_view>

#include "core/observable/type.hpp"

namespace tidings::observable {

/// Of a domain, a wildcard ("*." left out), a URL (an address as it is written, IPv6 in brackets), an e-mail address.
/// Empty for other types.
std::string_view host_of(Type type, std::string_view value);

/// The 4 or 16 bytes of an address, a network or an ip-port. Empty for other types.
std::string_view address_of(Type type, std::string_view value);

}  // namespace tidings::observable
