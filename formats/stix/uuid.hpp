#pragma once
/// Ids that follow from what they name (RFC 4122, 4.3: UUIDv5), so that reading again never makes a second object.
/// Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::stix {

/// Of a cyber-observable (STIX 2.1, 2.9): UUIDv5 of the canonical JSON (RFC 8785) of its contributing properties in
/// the namespace that the standard fixed. "ipv4-addr--…".
std::string observable_id(std::string_view type, std::string_view canonical_json);

/// Of a bundle: UUIDv5 of `name` in our own namespace, 64b1f0a8-6a4e-4b7e-9a3d-3f0c2f6f8d51. docs/formats.md tells what
/// the names are made of.
std::string tidings_id(std::string_view type, std::string_view name);

/// Of every other object that Tidings makes of what `origin` (an OrgId's bytes) says: the same UUID, whose first 60
/// bits are the origin's. So an id tells whose it is, and nobody else can have one of them.
std::string tidings_id(std::string_view type, std::string_view origin, std::string_view name);
/// Whether an id has these bits of the origin.
bool is_id_of(std::string_view id, std::string_view origin);
/// The first bytes of all origins that an id may be of, by which they are found among many; empty: it is no UUID.
inline constexpr std::size_t origin_begin_bytes = 6;
std::string origin_begin(std::string_view id);

}  // namespace tidings::stix
