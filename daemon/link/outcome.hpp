#pragma once
/// What the partner is answered for how the intake ended a bulletin of its.
/// Lives on: any executor.
#include "core/sync/link.hpp"
#include "daemon/intake/intake.hpp"

namespace tidings::link {

sync::Outcome outcome_of(intake::Ending ending);

}  // namespace tidings::link
