#pragma once
/// Lists in a few words, for the tests of this folder.
#include <string>
#include <vector>

#include "core/warning/warning_lists.hpp"

namespace tidings::warning {

inline List list_of(std::string name, Kind kind, const std::vector<std::string>& entries, Types types = Types::all()) {
  List list{std::move(name), kind, types, 50, {}};
  for (const auto& entry : entries) list.entries.push_back({entry, list.entries.size()});
  return list;
}

inline Types types_of(std::initializer_list<observable::Type> wanted) {
  Types types;
  for (const auto type : wanted) types.add(type);
  return types;
}

/// The value as people write it; `type` where it does not tell.
inline observable::Observable value_of(std::string_view text, observable::Type type = observable::Type::None) {
  return observable::parse(text, {type}).value().observable;
}

/// "list: entry" of each hit.
inline std::vector<std::string> told(const WarningLists& lists, const observable::Observable& value) {
  std::vector<std::string> out;
  for (const auto& hit : lists.hits(value)) out.push_back(hit.list + ": " + hit.entry);
  return out;
}

inline std::shared_ptr<const WarningLists> built(std::vector<List> lists) {
  Builder builder;
  for (auto& list : lists) builder.add(std::move(list)).value();
  return builder.build();
}

}  // namespace tidings::warning
