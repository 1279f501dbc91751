#include "core/indicator/merge.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "core/indicator/copies.hpp"

namespace tidings::indicator {

namespace {

constexpr std::size_t expected_origins = 16;

/// Newest first; the ids make it total, so that no tie depends on the order of arrival.
bool is_newer(const Statement& a, const Statement& b) {
  return std::tie(b.issued_at, b.bulletin, b.claim) < std::tie(a.issued_at, a.bulletin, a.claim);
}

bool is_same_claim(const Statement& a, const Statement& b) { return a.bulletin == b.bulletin && a.claim == b.claim; }

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

/// What the view tells of the verdict that weighs most: the greatest confidence stated for it, and the role that the
/// most confident report with a role states.
class Judgement {
 public:
  explicit Judgement(View& view) : view_(view) {}
  void take(const Statement& report) {
    if (!has_any_ || weight(report.verdict) > weight(view_.verdict)) {
      has_any_ = true;
      view_.verdict = report.verdict;
      view_.role = report.role;
      view_.confidence = role_confidence_ = report.confidence;
      return;
    }
    if (report.verdict != view_.verdict) return;
    view_.confidence = std::max(view_.confidence, report.confidence);
    if (report.role == v1::ROLE_UNSPECIFIED) return;
    if (view_.role != v1::ROLE_UNSPECIFIED && report.confidence <= role_confidence_) return;
    view_.role = report.role;
    role_confidence_ = report.confidence;
  }

 private:
  View& view_;
  std::optional<std::uint32_t> role_confidence_;
  bool has_any_{false};
};

void add_sightings(View& view, std::uint64_t count) {
  const auto room = std::numeric_limits<std::uint64_t>::max() - view.sightings;
  view.sightings += std::min(room, count);
}

void sort_unique(std::vector<OrgId>& origins) {
  std::ranges::sort(origins);
  const auto twice = std::ranges::unique(origins);
  origins.erase(twice.begin(), twice.end());
}

/// Each origin by its newest live report, sightings and disputes beside them. How many origins report.
std::size_t hear(View& view) {
  Judgement judgement(view);
  std::vector<OrgId> heard;
  heard.reserve(std::min(view.statements.size(), expected_origins));
  std::map<std::pair<OrgId, std::uint64_t>, BulletinId> told;  // sightings
  for (auto& judged : view.statements) {
    const auto& statement = judged.statement;
    if (judged.state == State::Counts) {
      if (std::ranges::find(heard, statement.origin) != heard.end()) {
        judged.state = State::Outdated;
        continue;
      }
      heard.push_back(statement.origin);
      judgement.take(statement);
    } else if (judged.state == State::Refers && statement.kind == v1::KIND_SIGHTING) {
      const std::pair mark(statement.origin, statement.sighting_mark);
      const bool is_told_anew =
          mark.second == 0 || told.emplace(mark, statement.bulletin).first->second == statement.bulletin;
      if (is_told_anew) add_sightings(view, statement.sightings);
    } else if (judged.state == State::Refers && statement.kind == v1::KIND_DISPUTE) {
      view.disputing.push_back(statement.origin);
    }
  }
  sort_unique(view.disputing);
  return heard.size();
}

}  // namespace

bool View::is_live() const {
  return std::ranges::any_of(statements, [](const Judged& judged) {
    const auto kind = judged.statement.kind;
    return indicator::is_live(judged.state) && kind != v1::KIND_SIGHTING && kind != v1::KIND_DISPUTE;
  });
}

View merge(std::vector<Statement> statements, const Scale& scale, std::vector<Warning> warnings, Instant now,
           const OrgId& self) {
  std::ranges::sort(statements, is_newer);
  const auto repeats = std::ranges::unique(statements, is_same_claim);
  statements.erase(repeats.begin(), repeats.end());
  std::ranges::sort(warnings, {}, [](const Warning& one) { return std::tie(one.list, one.weight); });

  View view;
  view.warnings = std::move(warnings);
  view.statements.reserve(statements.size());
  for (const auto& statement : statements) view.statements.push_back({statement, alone(statement, now)});
  if (hear(view) > 1) find_copies(view.statements, now, self);
  view.origins.reserve(std::min(view.statements.size(), expected_origins));
  for (const auto& judged : view.statements) {
    if (judged.state == State::Counts) view.origins.push_back(judged.statement.origin);
  }
  std::ranges::sort(view.origins);
  view.score = score_of(view.statements, scale, view.warnings, now);
  return view;
}

}  // namespace tidings::indicator
