#pragma once
/// JSON text written piece by piece: what a million objects a bundle are made of. Strings are escaped as RFC 8785
/// (JCS) asks, so that ids can be made of them; bytes that are no UTF-8 become U+FFFD. Inside of this folder.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::stix {

/// With its quotes.
void append_text(std::string& out, std::string_view text);
/// `,"name":` and then the text; nothing for an empty one.
void append_member(std::string& out, std::string_view name, std::string_view text);
/// "2026-11-22T14:03:05.000Z": milliseconds, microseconds where there are any (STIX 2.1, 2.14).
void append_time(std::string& out, std::uint64_t us);
void append_time_member(std::string& out, std::string_view name, std::uint64_t us);

}  // namespace tidings::stix
