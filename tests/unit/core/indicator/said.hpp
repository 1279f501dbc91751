#pragma once
/// Statements for the tests of this folder. Lives on: a test.
#include <chrono>
#include <vector>

#include "core/indicator/merge.hpp"

namespace tidings::indicator {

inline constexpr Instant now{1'800'000'000'000'000};
using std::chrono::hours;
inline constexpr hours day{24};

inline OrgId org(unsigned char number) {
  OrgId id;
  id.data()[0] = number;
  return id;
}

/// A malicious report of a wholly trusted origin, with no marks.
inline Statement report(unsigned char origin, unsigned char bulletin, base::Duration age) {
  Statement statement;
  statement.bulletin.data()[0] = bulletin;
  statement.origin = org(origin);
  statement.trust = 100;
  statement.issued_at = now - age;
  statement.valid_from = statement.issued_at;
  statement.expires_at = now + day;
  statement.valid_until = statement.expires_at;
  return statement;
}

inline View merge(std::vector<Statement> statements) { return merge(std::move(statements), Scale{}, {}, now); }

inline const Judged& judged(const View& view, unsigned char bulletin) {
  for (const auto& one : view.statements) {
    if (one.statement.bulletin.data()[0] == bulletin) return one;
  }
  static const Judged nothing{{}, State::Expired};
  return nothing;
}

inline State state_of(const View& view, unsigned char bulletin) { return judged(view, bulletin).state; }

}  // namespace tidings::indicator
