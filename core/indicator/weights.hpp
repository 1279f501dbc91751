#pragma once
/// What a node decides for itself about all scores: half-lives by type, and what is assumed where nothing is stated.
/// Lives on: any executor (values).
#include <vector>

#include "core/indicator/score.hpp"

namespace tidings::indicator {

struct HalfLife {
  observable::Type type{observable::Type::None};
  base::Duration half_life{};
};

struct Weights {
  Scale others;                       ///< of types without a half-life of their own
  std::vector<HalfLife> half_lives;   ///< the last one given for a type holds
  std::uint8_t introduced_trust{25};  ///< in origins known through a partner; never more than in that partner
  Scale scale_of(observable::Type type) const {
    Scale scale = others;
    for (const auto& one : half_lives) {
      if (one.type == type) scale.half_life = one.half_life;
    }
    return scale;
  }
};

}  // namespace tidings::indicator
