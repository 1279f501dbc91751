#include "daemon/link/outcome.hpp"

namespace tidings::link {

sync::Outcome outcome_of(intake::Ending ending) {
  switch (ending) {
    case intake::Ending::Stored: return sync::Outcome::Stored;
    case intake::Ending::Known: return sync::Outcome::Known;
    case intake::Ending::RefusedForGood: return sync::Outcome::Refused;
    case intake::Ending::RefusedForNow: return sync::Outcome::Later;
  }
  return sync::Outcome::Later;
}

}  // namespace tidings::link
