#include "daemon/settings/change.hpp"

namespace tidings::settings {

std::vector<Change> changes(const Settings& from, const Settings& to) {
  std::vector<Change> found;
  for (const auto& declared : declarations()) {
    auto before = value_text(declared, from);
    auto after = value_text(declared, to);
    if (before != after) found.push_back({declared.key, std::move(before), std::move(after), declared.takes});
  }
  return found;
}

Settings reloaded(const Settings& in_force, const Settings& wanted) {
  Settings result = in_force;
  Settings source = wanted;
  for (const auto& declared : declarations()) {
    if (declared.takes == Takes::AtRestart) continue;
    std::visit([&](const auto& kind) { kind.at(result) = kind.at(source); }, declared.kind);
  }
  return result;
}

}  // namespace tidings::settings
