#pragma once
/// One attribute, as claims: what its value holds, what it is said to be, since when, and who saw it.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/draft/draft.hpp"
#include "formats/misp/attribute_types.hpp"
#include "formats/misp/members.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::misp {

/// On what is not to be detected (`to_ids` is false): it never leaves for enforcement.
inline constexpr std::string_view not_for_detection = "misp:to_ids=\"0\"";
/// The type of what is kept as Type::Other: misp:type="xmr".
std::string type_tag(std::string_view type);
/// The type that such a tag names; empty for another tag.
std::string_view type_of_tag(std::string_view tag);

/// The tags that may travel, those of clusters included, without tlp: and PAP:. At most `most`, each of which fits.
std::vector<std::string> tags_of(const json::object& thing, std::size_t most);
/// What misp:confidence-level says, plus one; 0 if nothing does.
std::uint32_t confidence_of(const std::vector<std::string>& tags);

/// What an attribute says, and what became of it where that is not all claims. A reference has neither.
struct AttributeReading {
  std::vector<v1::Claim> claims;
  std::optional<draft::Fate> fate;
  std::string reason;
};
AttributeReading read_attribute(const json::object& attribute);

/// A link to what was published, which is no indicator.
bool is_reference(const json::object& attribute);

/// Who saw it, or says that it is none, where others than the author are named: one entry an organisation and kind.
struct Seen {
  v1::Kind kind{v1::KIND_SIGHTING};  ///< or a dispute
  std::string by;
  v1::Sighting sighting;
};
struct Sightings {
  std::vector<Seen> seen;
  std::uint64_t expires{0};  ///< µs: somebody says that it is over; 0: nobody
};
Sightings sightings_of(const json::object& attribute);

}  // namespace tidings::misp
