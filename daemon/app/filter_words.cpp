#include "daemon/app/filter_words.hpp"

#include "core/bulletin/names.hpp"
#include "core/observable/type.hpp"

namespace tidings::app {
namespace {

base::Error unknown(std::string_view list, std::string_view what, const std::string& name) {
  return base::fail(base::ErrorCode::BadInput,
                    std::string(list) + ": there is no " + std::string(what) + " " + name);
}

}  // namespace

base::Result<v1::Filter> filter_from(const FilterWords& words) {
  v1::Filter filter;
  for (const auto& name : words.types) {
    const auto type = observable::type_from_name(name);
    if (!type) return unknown("types", "type", name);
    filter.add_types(static_cast<std::uint32_t>(*type));
  }
  for (const auto& name : words.kinds) {
    const auto kind = bulletin::kind_from_name(name);
    if (!kind) return unknown("kinds", "kind", name);
    filter.add_kinds(*kind);
  }
  for (const auto& name : words.roles) {
    const auto role = bulletin::role_from_name(name);
    if (!role) return unknown("roles", "role", name);
    filter.add_roles(*role);
  }
  for (const auto& name : words.tlps) {
    const auto tlp = bulletin::tlp_from_name(name);
    if (!tlp) return unknown("tlps", "marking", name);
    filter.add_tlps(*tlp);
  }
  filter.mutable_origins()->Add(words.origins.begin(), words.origins.end());
  filter.mutable_tags()->Add(words.tags.begin(), words.tags.end());
  filter.mutable_ecosystems()->Add(words.ecosystems.begin(), words.ecosystems.end());
  filter.set_min_confidence(static_cast<std::uint32_t>(words.min_confidence));
  return filter;
}

}  // namespace tidings::app
