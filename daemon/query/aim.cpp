#include "daemon/query/aim.hpp"

#include <algorithm>

#include "core/observable/reach.hpp"
#include "core/observable/type.hpp"

namespace tidings::query {

base::Result<observable::Observable> read_value(const v1::Value& value) {
  const auto type = observable::type_from_number(value.type());
  if (!type) return base::fail(base::ErrorCode::BadInput, "no such type of observable");
  return observable::Observable{*type, value.value()};
}

bool looks_within(const observable::Observable& value, v1::Reach reach) {
  if (reach == v1::REACH_WITHIN) return true;
  return reach == v1::REACH_ORDINARY && value.type == observable::Type::DomainWildcard;
}

base::Result<Aim> Aim::at(std::span<const v1::Value> values, v1::Reach reach) {
  Aim aim;
  for (const auto& one : values) {
    auto value = read_value(one);
    if (!value) return value.error();
    if (looks_within(*value, reach)) {
      if (const auto holds = observable::ranges_within(*value); !holds) return holds.error();
      aim.outer_.push_back(std::move(*value));
    } else if (reach == v1::REACH_EXACT) {
      aim.covering_.insert(std::move(*value));
    } else {
      for (auto& covering : observable::coverings(*value)) aim.covering_.insert(std::move(covering.observable));
    }
  }
  return aim;
}

bool Aim::means(const observable::Observable& value) const {
  if (is_at_all() || covering_.contains(value)) return true;
  return std::ranges::any_of(outer_, [&](const auto& outer) { return observable::is_within(value, outer); });
}

}  // namespace tidings::query
