#pragma once
/// IP addresses, networks and ports, as text and as canonical bytes (rules A1-A7, P1). Inside of this folder.
/// Lives on: any executor.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/observable/text.hpp"

namespace tidings::observable {

using Ipv4Bytes = std::array<unsigned char, 4>;
using Ipv6Bytes = std::array<unsigned char, 16>;

/// Exactly four decimal octets without leading zeros.
Refusal read_ipv4(std::string_view text, Ipv4Bytes& out);
/// RFC 4291 section 2.2, without a zone.
Refusal read_ipv6(std::string_view text, Ipv6Bytes& out);
/// RFC 5952; IPv4-mapped addresses in mixed form.
void append_ipv4(std::string& out, const unsigned char* bytes);
void append_ipv6(std::string& out, const unsigned char* bytes);

/// Whether what stands in place of a host can only have been meant as an IPv4 address: its last label is a number.
bool looks_like_ipv4(std::string_view host);

/// Decimal, 1 to 65535; leading zeros are dropped.
Refusal read_port(std::string_view text, std::uint16_t& port);
/// Decimal without leading zero, at most `longest`.
Refusal read_prefix(std::string_view text, unsigned longest, unsigned char& prefix);
/// Clears what lies behind the first `prefix` bits of `size` bytes; true if something was set there.
bool clear_host_bits(unsigned char* bytes, std::size_t size, unsigned prefix);

}  // namespace tidings::observable
