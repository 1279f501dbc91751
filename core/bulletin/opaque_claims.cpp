#include "core/bulletin/opaque_claims.hpp"

#include <algorithm>
#include <optional>

#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

/// The value of a claim that is opaque, without decoding what it holds.
std::optional<std::string_view> opaque_value(std::string_view claim) {
  constexpr std::uint32_t type_field = 1, value_field = 2;
  FieldWalker walker(claim);
  std::uint64_t type = 0;
  std::string_view value;
  for (Field field; walker.next(field);) {
    if (field.number == type_field && field.type == WireType::Varint) type = field.value;
    if (field.number == value_field && field.type == WireType::Bytes) value = field.bytes;
  }
  if (walker.damaged() || type != static_cast<std::uint64_t>(observable::Type::Opaque)) return std::nullopt;
  return value;
}

}  // namespace

OpaqueClaims::OpaqueClaims(const Envelope& envelope) {
  for (std::size_t place = 0; place < envelope.claims.size(); ++place) {
    if (const auto value = opaque_value(envelope.claims[place])) places_.emplace_back(*value, place);
  }
  std::ranges::sort(places_);
}

std::vector<std::size_t> OpaqueClaims::places_of(std::string_view value) const {
  const auto found = std::ranges::equal_range(places_, value, {}, &std::pair<std::string_view, std::size_t>::first);
  std::vector<std::size_t> places;
  for (const auto& [of, place] : found) places.push_back(place);
  return places;
}

}  // namespace tidings::bulletin
