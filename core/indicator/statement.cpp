#include "core/indicator/statement.hpp"

namespace tidings::indicator {

bool is_live(State state) {
  return state == State::Counts || state == State::Outdated || state == State::Copied || state == State::Refers;
}

std::string_view name(State state) {
  switch (state) {
    case State::Counts: return "counts";
    case State::Outdated: return "outdated";
    case State::Copied: return "copied";
    case State::Refers: return "refers";
    case State::Withdrawn: return "withdrawn";
    case State::Superseded: return "superseded";
    case State::Expired: return "expired";
    case State::NotYet: return "not_yet_valid";
    case State::Over: return "no_longer_valid";
  }
  return "unknown";
}

Side side_of(v1::Verdict verdict) {
  if (verdict == v1::VERDICT_MALICIOUS || verdict == v1::VERDICT_SUSPICIOUS) return Side::Accuses;
  return verdict == v1::VERDICT_BENIGN ? Side::Clears : Side::Neither;
}

}  // namespace tidings::indicator
