#pragma once
/// The merged view of one observable: what all origins say of it, seen at one instant. Pure, and a function of the set of
/// statements alone: any order and any repeats give the same view, so that nodes holding the same bulletins agree.
///
/// An origin counts once, by its newest live report. Of the counted reports the verdict that weighs most stands
/// (malicious, suspicious, benign, unknown), with the greatest confidence and the role that come with it. Sightings are
/// added up, each claim of a bulletin once, and what one publication tells several audiences once; each origin disputes at most once. What is expired, withdrawn, superseded or
/// outside its window stays in the view with its reason, and has no part in the rest.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "core/bulletin/bulletin.hpp"

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
  bool withdrawn{false};
  bool superseded{false};                   ///< its publication has a higher revision
};

/// What becomes of a statement in the view.
enum class State : std::uint8_t {
  Counts,      ///< its origin's newest live report
  Outdated,    ///< live, but the origin has reported since
  Refers,      ///< a live sighting, dispute or assessment: not a report
  Withdrawn,
  Superseded,
  Expired,     ///< the bulletin's expiry has passed
  NotYet,      ///< its window has not begun
  Over,        ///< its window has ended
};
bool is_live(State state);
std::string_view name(State state);

struct Judged {
  Statement statement;
  State state{State::Counts};
};

struct View {
  std::vector<Judged> statements;  ///< each once, newest first
  std::vector<OrgId> origins;      ///< whose reports count, sorted
  v1::Verdict verdict{v1::VERDICT_UNSPECIFIED};  ///< unspecified where no report counts
  v1::Role role{v1::ROLE_UNSPECIFIED};
  std::optional<std::uint32_t> confidence;
  std::uint64_t sightings{0};  ///< stays at its greatest value instead of wrapping
  std::uint32_t disputes{0};   ///< origins that dispute
  bool is_live() const;        ///< whether anything of it may be told as our view
};

View merge(std::vector<Statement> statements, Instant now);

}  // namespace tidings::indicator
