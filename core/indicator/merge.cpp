#include "core/indicator/merge.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace tidings::indicator {

namespace {

/// Newest first; the ids make it total, so that no tie depends on the order of arrival.
bool is_newer(const Statement& a, const Statement& b) {
  return std::tie(b.issued_at, b.bulletin, b.claim) < std::tie(a.issued_at, a.bulletin, a.claim);
}

bool is_same_claim(const Statement& a, const Statement& b) {
  return a.bulletin == b.bulletin && a.claim == b.claim;
}

State alone(const Statement& statement, Instant now) {
  if (statement.withdrawn) return State::Withdrawn;
  if (statement.superseded) return State::Superseded;
  if (statement.expires_at <= now) return State::Expired;
  if (statement.valid_from > now) return State::NotYet;
  if (statement.valid_until <= now) return State::Over;
  return statement.kind == v1::KIND_REPORT ? State::Counts : State::Refers;
}

/// Larger weighs more. A number we do not know weighs nothing: it is a later version's.
int weight(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_MALICIOUS: return 4;
    case v1::VERDICT_SUSPICIOUS: return 3;
    case v1::VERDICT_BENIGN: return 2;
    case v1::VERDICT_UNKNOWN: return 1;
    case v1::VERDICT_UNSPECIFIED:
    case v1::Verdict_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Verdict_INT_MAX_SENTINEL_DO_NOT_USE_: break;
  }
  return 0;
}

void take_report(View& view, const Statement& report) {
  const bool weighs_more = view.origins.empty() || weight(report.verdict) > weight(view.verdict);
  const bool more_confident = report.verdict == view.verdict && report.confidence > view.confidence;
  view.origins.push_back(report.origin);
  if (!weighs_more && !more_confident) return;
  view.verdict = report.verdict;
  view.role = report.role;
  view.confidence = report.confidence;
}

void add_sightings(View& view, std::uint64_t count) {
  const auto room = std::numeric_limits<std::uint64_t>::max() - view.sightings;
  view.sightings += std::min(room, count);
}

}  // namespace

bool is_live(State state) {
  return state == State::Counts || state == State::Outdated || state == State::Refers;
}

std::string_view name(State state) {
  switch (state) {
    case State::Counts: return "counts";
    case State::Outdated: return "outdated";
    case State::Refers: return "refers";
    case State::Withdrawn: return "withdrawn";
    case State::Superseded: return "superseded";
    case State::Expired: return "expired";
    case State::NotYet: return "not_yet_valid";
    case State::Over: return "no_longer_valid";
  }
  return "unknown";
}

bool View::is_live() const {
  return std::ranges::any_of(statements, [](const Judged& judged) { return indicator::is_live(judged.state); });
}

View merge(std::vector<Statement> statements, Instant now) {
  std::ranges::sort(statements, is_newer);
  const auto repeats = std::ranges::unique(statements, is_same_claim);
  statements.erase(repeats.begin(), repeats.end());

  View view;
  view.statements.reserve(statements.size());
  std::vector<OrgId> disputing;
  std::map<std::pair<OrgId, std::uint64_t>, BulletinId> told;  // sightings
  for (const auto& statement : statements) {
    State state = alone(statement, now);
    if (state == State::Counts) {
      if (std::ranges::find(view.origins, statement.origin) == view.origins.end()) take_report(view, statement);
      else state = State::Outdated;
    } else if (state == State::Refers && statement.kind == v1::KIND_SIGHTING) {
      const std::pair mark(statement.origin, statement.sighting_mark);
      const bool is_told_anew = mark.second == 0 || told.emplace(mark, statement.bulletin).first->second == statement.bulletin;
      if (is_told_anew) add_sightings(view, statement.sightings);
    } else if (state == State::Refers && statement.kind == v1::KIND_DISPUTE) {
      disputing.push_back(statement.origin);
    }
    view.statements.push_back({statement, state});
  }
  std::ranges::sort(view.origins);
  std::ranges::sort(disputing);
  const auto twice = std::ranges::unique(disputing);
  view.disputes = static_cast<std::uint32_t>(twice.begin() - disputing.begin());
  return view;
}

}  // namespace tidings::indicator
