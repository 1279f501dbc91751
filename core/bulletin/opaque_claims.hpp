#pragma once
/// Which claims of a bulletin are opaque and of one value. The index knows one of those that differ in their content
/// alone: who meets it asks here for all of them, which several versions of one object are.
/// Lives on: any executor; the envelope's bytes must outlive it.
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bulletin/verify.hpp"

namespace tidings::bulletin {

class OpaqueClaims {
 public:
  explicit OpaqueClaims(const Envelope& envelope);
  /// Their places in the envelope, rising.
  std::vector<std::size_t> places_of(std::string_view value) const;

 private:
  std::vector<std::pair<std::string_view, std::size_t>> places_;  ///< sorted
};

/// The number of the claim at this place.
inline std::uint32_t number_at(const Envelope& envelope, std::size_t place) {
  return envelope.pruned ? envelope.numbers[place] : static_cast<std::uint32_t>(place);
}

}  // namespace tidings::bulletin
