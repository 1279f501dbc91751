#pragma once
/// What is read for one export, and in which order. Formats that hand on others' words read, beside the values, the
/// objects that they came as: these travel as opaque claims.
/// Lives on: any executor (pure).
#include <cstdint>

#include "tidings/v1/api_query.pb.h"

namespace tidings::exports {

enum class Pass : std::uint8_t {
  Held,  ///< which objects there are, and whose they are
  Values,
  Originals,  ///< the objects
};

/// Makes of a question for values the question of this pass.
void ask_for(Pass pass, v1::QueryRequest& request);

/// Whether conditions choose by what only values have. Then objects come only with a value that was read of them.
bool chooses_values(const v1::Filter& filter);

}  // namespace tidings::exports
