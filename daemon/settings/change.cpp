#include "daemon/settings/change.hpp"

#include "daemon/settings/lists.hpp"

namespace tidings::settings {

std::vector<Change> changes(const Settings& from, const Settings& to) {
  std::vector<Change> found;
  for (const auto& declared : declarations()) {
    auto before = value_text(declared, from);
    auto after = value_text(declared, to);
    if (before != after) found.push_back({declared.key, std::move(before), std::move(after), declared.takes});
  }
  for (const auto& list : lists()) {
    auto before = list_text(list, from);
    auto after = list_text(list, to);
    if (before != after) found.push_back({list.key, std::move(before), std::move(after), list.takes});
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
  for (const auto& list : lists()) {
    if (list.takes == Takes::AtRestart) continue;
    list.copy(result, wanted);
  }
  return result;
}

}  // namespace tidings::settings
