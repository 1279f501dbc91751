#include "daemon/app/listed_filter.hpp"

#include "core/bulletin/names.hpp"
#include "core/observable/type.hpp"

namespace tidings::app {

base::Result<v1::Filter> listed_filter(const ListedConditions& listed) {
  v1::Filter filter;
  for (const auto& name : listed.types) {
    const auto type = observable::type_from_name(name);
    if (!type) return base::fail(base::ErrorCode::BadInput, "types: there is no type " + name);
    filter.add_types(static_cast<std::uint32_t>(*type));
  }
  for (const auto& name : listed.roles) {
    const auto role = bulletin::role_from_name(name);
    if (!role) return base::fail(base::ErrorCode::BadInput, "roles: there is no role " + name);
    filter.add_roles(*role);
  }
  filter.mutable_origins()->Add(listed.origins.begin(), listed.origins.end());
  filter.mutable_tags()->Add(listed.tags.begin(), listed.tags.end());
  filter.mutable_ecosystems()->Add(listed.ecosystems.begin(), listed.ecosystems.end());
  return filter;
}

}  // namespace tidings::app
