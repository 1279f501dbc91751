#pragma once
/// Ids of STIX objects that are made of what the ledger holds. An id says where its object stands, so that it is found
/// without an index, is the same on every node, and is never given twice:
///   TYPE--UUID, the UUID being 13 bytes of the BulletinId (or OrgId), the number of the claim, and which of these;
/// it is marked as version 5, made from a hash, which is what STIX's schemas ask for (docs/formats.md).
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bulletin/bulletin.hpp"

namespace tidings::taxii {

using bulletin::BulletinId;
using identity::OrgId;

inline constexpr std::size_t max_object_id_bytes = 250;  ///< "TYPE--UUID": a type has at most 250 - 38 (STIX 2.1, 3.1)

std::string claim_id(std::string_view type, const BulletinId& bulletin, std::uint32_t number);
std::string report_id(const BulletinId& bulletin);  ///< of the bulletin as a whole
std::string identity_id(const OrgId& organisation);
/// The same into the end of `out`, without the type.
void append_claim_uuid(std::string& out, const BulletinId& bulletin, std::uint32_t number);

/// Where an id of ours points; any other UUID points nowhere, most likely.
struct Place {
  enum class Of : std::uint8_t { Claim = 0, Bulletin = 1, Organisation = 2 };
  Of of{Of::Claim};
  BulletinId low, high;  ///< the bulletins (or organisations) that it may be
  std::uint32_t number{0};
};
std::optional<Place> place_of(std::string_view object_id);

/// "TYPE--UUID", lower-case.
bool is_object_id(std::string_view text);

/// UUIDv5 (RFC 9562 section 5.5) of a name in our namespace: collections.
std::string uuid_of_name(std::string_view name);
std::string random_uuid();
bool is_uuid(std::string_view text);

}  // namespace tidings::taxii
