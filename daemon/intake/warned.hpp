#pragma once
/// What warning lists have of a draft. Only reports are looked at, and of them not what is called benign: to dispute or
/// to clear a well-known value is right.
/// Lives on: any executor (pure).
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/warning/warning_lists.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::intake {

/// The warnings that a publisher has taken note of.
enum class Accepted : std::uint8_t {
  Nothing,
  Special,     ///< of private addresses, special-use names and the like, which are meant
  Everything,  ///< --force
};

struct WarnedValue {
  observable::Observable value;
  std::vector<warning::Hit> hits;
};

inline constexpr std::size_t max_warned_told = 100;  ///< values told with their hits; the others are counted

struct Warned {
  std::size_t claims{0};
  std::vector<WarnedValue> first;  ///< in the order of the claims
};

/// Adds what is found of `claims`, which are canonical, in this context.
void find_warned(const warning::WarningLists& lists, const v1::Header& context, std::span<const v1::Claim> claims,
                 Accepted accepted, Warned& warned);

/// Defanged, with the first list that has it and the entry there.
std::string name_of(const WarnedValue& warned);
/// Policy, naming the first values and their lists, and what publishes them all the same.
base::Error refusal_of(const Warned& warned, std::size_t claims, std::string_view forcing = "--force");

}  // namespace tidings::intake
