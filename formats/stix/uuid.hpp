#pragma once
/// Ids that follow from what they name (RFC 4122, 4.3: UUIDv5), so that reading again never makes a second object.
/// Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::stix {

/// Of a cyber-observable (STIX 2.1, 2.9): UUIDv5 of the canonical JSON (RFC 8785) of its contributing properties in
/// the namespace that the standard fixed. "ipv4-addr--…".
std::string observable_id(std::string_view type, std::string_view canonical_json);

/// Of every other object that Tidings makes: UUIDv5 of `name` in our own namespace,
/// 64b1f0a8-6a4e-4b7e-9a3d-3f0c2f6f8d51. docs/formats.md tells what the names are made of.
std::string tidings_id(std::string_view type, std::string_view name);

}  // namespace tidings::stix
