#pragma once
/// What MISP writes into its tables: levels of distribution, and types of which the value has two parts. Inside of this
/// folder. Lives on: any executor (pure).
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/list/line.hpp"

namespace tidings::list {

/// As MISP numbers them.
enum class Distribution : std::uint8_t {
  YourOrganisation,
  ThisCommunity,
  ConnectedCommunities,
  AllCommunities,
  SharingGroup,
  Inherit,
};
/// Of its number, or of the words that MISP shows for it: "Your organisation only".
std::optional<Distribution> distribution_from_word(std::string_view text);

struct Part {
  std::string_view text;
  LineHint hint;
};
/// The parts of "evil.tw|198.51.100.7" under the type "domain|ip", but for those that are no observables (a port);
/// empty where the type has no parts that are known.
std::vector<Part> parts_of(std::string_view type, std::string_view value);

}  // namespace tidings::list
