#include "formats/exports/pass.hpp"

#include "core/observable/type.hpp"

namespace tidings::exports {

void ask_for(Pass pass, v1::QueryRequest& request) {
  if (pass == Pass::Values) return;
  auto& filter = *request.mutable_filter();
  filter.clear_types();
  filter.add_types(static_cast<std::uint32_t>(observable::Type::Opaque));
  filter.clear_roles();
  filter.clear_min_confidence();
  filter.clear_min_score();
  request.set_contents(true);
}

bool chooses_values(const v1::Filter& filter) {
  return filter.types_size() > 0 || filter.roles_size() > 0 || filter.min_confidence() > 0 || filter.min_score() > 0;
}

}  // namespace tidings::exports
