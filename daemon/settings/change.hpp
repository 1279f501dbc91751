#pragma once
/// What a reload changes.
/// Lives on: any executor.
#include <string>
#include <string_view>
#include <vector>

#include "daemon/settings/declarations.hpp"

namespace tidings::settings {

/// Of a list of blocks each block by its name, and the names of what differs in it: what stands there may be secret.
struct Change {
  std::string_view key;
  std::string from, to;
  Takes takes;
};
std::vector<Change> changes(const Settings& from, const Settings& to);

/// `in_force` with those settings of `wanted` that take effect at a reload.
Settings reloaded(const Settings& in_force, const Settings& wanted);

}  // namespace tidings::settings
