#pragma once
/// IANA's special-purpose address registries (RFC 6890 and its updates), as far as an address in them names no machine
/// of somebody else's. Inside of this folder.
/// Lives on: any executor.
#include <cstddef>
#include <string_view>

namespace tidings::observable {

/// What the network `address`/`prefix` of 4 or 16 bytes lies in: "private address (RFC 1918)"; empty if in none.
/// An IPv6 address that embeds an IPv4 address (mapped, NAT64, 6to4) is judged by that one.
std::string_view special_range(const unsigned char* address, std::size_t size, unsigned prefix);

}  // namespace tidings::observable
