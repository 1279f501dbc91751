#pragma once
/// Which values are meant by a value and a reach: itself, what covers it, or what lies within it.
/// Errors: BadInput for a type that is not known, or holds nothing where what lies within is asked for.
/// Lives on: any executor (immutable).
#include <set>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "core/observable/observable.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::query {

base::Result<observable::Observable> read_value(const v1::Value& value);

/// Whether the question is about what lies within the value: asked so, or of a wildcard.
bool looks_within(const observable::Observable& value, v1::Reach reach);

/// Of several values: what is meant by any of them. Of none: all.
class Aim {
 public:
  Aim() = default;
  static base::Result<Aim> at(std::span<const v1::Value> values, v1::Reach reach);
  bool is_at_all() const { return covering_.empty() && outer_.empty(); }
  bool means(const observable::Observable& value) const;

 private:
  std::set<observable::Observable> covering_;
  std::vector<observable::Observable> outer_;  ///< what lies within is meant
};

}  // namespace tidings::query
