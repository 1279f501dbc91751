#include "daemon/query/warned.hpp"

#include <algorithm>

#include "daemon/query/seen.hpp"

namespace tidings::query {
namespace {

/// A list about every type names none.
void tell_types(const warning::Types& types, v1::WarningList& told) {
  const auto all = observable::all_types();
  if (std::ranges::all_of(all, [&](observable::Type type) { return types.has(type); })) return;
  for (const auto type : all) {
    if (types.has(type)) told.add_types(std::string(observable::name(type)));
  }
}

void tell_lists(const warnings::Loading& loading, v1::WarningsAnswer& answer) {
  for (const auto& list : loading.lists->lists()) {
    auto& told = *answer.add_lists();
    told.set_name(list.name);
    told.set_kind(std::string(warning::name(list.kind)));
    told.set_entries(list.entries);
    told.set_weight(list.weight);
    tell_types(list.types, told);
  }
  for (const auto& fault : loading.faults) {
    auto& told = *answer.add_faults();
    told.set_file(fault.file);
    told.set_what(fault.what);
  }
}

}  // namespace

std::vector<indicator::Warning> as_warnings(const std::vector<warning::Hit>& hits) {
  std::vector<indicator::Warning> warnings;
  warnings.reserve(hits.size());
  for (const auto& hit : hits) warnings.push_back({hit.list, hit.weight});
  return warnings;
}

v1::WarningHit told(const warning::Hit& hit) {
  v1::WarningHit told;
  told.set_list(hit.list);
  told.set_entry(hit.entry);
  told.set_kind(std::string(warning::name(hit.kind)));
  told.set_weight(hit.weight);
  return told;
}

v1::WarningsAnswer tell_warnings(const warnings::Loading& loading, const v1::WarningsRequest& request) {
  v1::WarningsAnswer answer;
  answer.set_memory_bytes(loading.lists->memory_bytes());
  for (const auto& value : request.values()) {
    auto& result = *answer.add_results();
    *result.mutable_value() = value;
    for (const auto& hit : loading.lists->hits(observable_of(value))) *result.add_hits() = told(hit);
  }
  if (request.lists()) tell_lists(loading, answer);
  return answer;
}

}  // namespace tidings::query
