#pragma once
/// What one origin says of an observable, and what becomes of it in the merged view.
/// Lives on: any executor (values).
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/indicator/sources.hpp"

namespace tidings::indicator {

using base::Instant;
using bulletin::BulletinId;
using identity::OrgId;

/// One claim of the observable, with what its bulletin lends it. Verdict, role, confidence and window are the effective
/// ones: the claim's own, else the bulletin's.
struct Statement {
  BulletinId bulletin;
  std::uint32_t claim{0};
  OrgId origin;
  std::uint8_t trust{0};  ///< ours in its origin, 0-100
  v1::Kind kind{v1::KIND_REPORT};
  Instant issued_at;
  Instant valid_from;  ///< 0 where the claim names none: then it holds at once, though its origin's clock may be ahead
  Instant valid_until;
  Instant expires_at;
  v1::Verdict verdict{v1::VERDICT_MALICIOUS};
  v1::Role role{v1::ROLE_UNSPECIFIED};
  std::optional<std::uint32_t> confidence;  ///< 0-100
  std::uint64_t sightings{0};               ///< of a sighting
  /// What its origin says of it under one publication, in the same words: of one mark (not 0) one bulletin's is added
  /// up, since it was told to several audiences, not seen several times.
  std::uint64_t sighting_mark{0};
  Instant last_seen;  ///< of a sighting; 0 where it names no time
  bool withdrawn{false};
  bool superseded{false};               ///< its publication has a higher revision
  std::span<const SourceMark> sources;  ///< of its bulletin; borrowed
};

/// What becomes of a statement in the view.
enum class State : std::uint8_t {
  Counts,    ///< its origin's newest live report
  Outdated,  ///< live, but the origin has reported since
  Copied,    ///< its origin's newest live report, but it came from another's, which counts
  Refers,    ///< a live sighting, dispute or assessment: not a report
  Withdrawn,
  Superseded,
  Expired,  ///< the bulletin's expiry has passed
  NotYet,   ///< its window has not begun
  Over,     ///< its window has ended
};
bool is_live(State state);
std::string_view name(State state);

struct Judged {
  Statement statement;
  State state{State::Counts};
  /// Of what is Copied, by place in the view: what betrayed it, the statement that it came from, and the one of the
  /// same source that counts in its stead (often the same).
  MarkKind betrayed_by{MarkKind::Itself};
  std::uint32_t came_from{0};
  std::uint32_t counts_with{0};
};

/// Which way a report pulls the score.
enum class Side : std::uint8_t { Accuses, Clears, Neither };
Side side_of(v1::Verdict verdict);

}  // namespace tidings::indicator
