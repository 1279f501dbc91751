#include "daemon/settings/change.hpp"

#include <map>

#include "daemon/settings/lists.hpp"

namespace tidings::settings {
namespace {

/// The values of each block, by its name.
using Blocks = std::map<std::string, std::vector<std::string>>;

Blocks blocks_of(const ListDeclaration& list, const Settings& settings) {
  Blocks blocks;
  Settings copy = settings;
  for (std::size_t number = 0; number < list.size(settings); ++number) {
    list.take(copy, number);
    std::vector<std::string> values;
    for (const auto& row : list.rows) values.push_back(value_text(row, copy));
    auto name = values.front();
    blocks.emplace(std::move(name), std::move(values));
  }
  return blocks;
}

/// Which rows differ, by their names alone: an address may hold a token, a command a password.
std::string rows_that_differ(const ListDeclaration& list, const std::vector<std::string>& before,
                             const std::vector<std::string>& after) {
  std::string names;
  for (std::size_t i = 0; i < list.rows.size(); ++i) {
    if (before[i] == after[i]) continue;
    names.append(names.empty() ? "" : ", ").append(list.rows[i].key.substr(list.key.size() + 1));
  }
  return names;
}

/// A change for each block that came, went or differs.
void find_changes(const ListDeclaration& list, const Blocks& before, const Blocks& after, std::vector<Change>& found) {
  for (const auto& [name, values] : before) {
    const auto now = after.find(name);
    if (now == after.end()) {
      found.push_back({list.key, name, "none", list.takes});
    } else if (values != now->second) {
      found.push_back(
          {list.key, name, name + " with another " + rows_that_differ(list, values, now->second), list.takes});
    }
  }
  for (const auto& [name, values] : after) {
    if (!before.contains(name)) found.push_back({list.key, "none", name, list.takes});
  }
}

}  // namespace

std::vector<Change> changes(const Settings& from, const Settings& to) {
  std::vector<Change> found;
  for (const auto& declared : declarations()) {
    auto before = value_text(declared, from);
    auto after = value_text(declared, to);
    if (before != after) found.push_back({declared.key, std::move(before), std::move(after), declared.takes});
  }
  for (const auto& list : lists()) find_changes(list, blocks_of(list, from), blocks_of(list, to), found);
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
