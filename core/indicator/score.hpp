#pragma once
/// How much to believe, 0 to 100, as docs/score.md tells: score = (1 - ∏(1 - term)) over the accusing sources, then
/// lowered by ∏(1 - term) over clearing sources and disputes, and by ∏(1 - weight) over warning marks. In whole
/// numbers, over statements in their one order: nodes with the same statements, scale and instant agree exactly. Lives
/// on: any executor.
#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "core/indicator/share.hpp"
#include "core/indicator/statement.hpp"
#include "core/indicator/warning.hpp"

namespace tidings::indicator {

/// What a node decides for itself about scores of one type of observable.
struct Scale {
  base::Duration half_life{std::chrono::hours(24 * 90)};
  std::uint8_t default_confidence{50};  ///< of a report that states none
  std::uint8_t dispute_weight{80};      ///< what a dispute of a wholly trusted origin takes away
  std::uint8_t sighting_trust{50};      ///< sightings by origins trusted this much make reports as fresh as they are
};

enum class Effect : std::uint8_t { Accuses, Clears, Disputes, Warns };

/// One factor of the score. share = confidence × trust × decay × weight.
struct Term {
  Effect effect{Effect::Accuses};
  std::uint32_t place{0};     ///< the statement that counts; of a warning, its place among the warnings
  std::uint32_t greatest{0};  ///< the statement of the same source that has the greatest term, which this is
  std::uint8_t confidence{100};
  bool is_stated{false};  ///< whether its origin stated the confidence
  std::uint8_t trust{100};
  std::uint8_t weight{100};
  base::Duration age{0};
  std::optional<std::uint32_t> sighting;  ///< the statement that the age is since; none: since the report itself
  Share decay{one_share};
  Share share{0};
  std::int32_t points{0};  ///< by how much it moved the score, in hundredths of a point: together they are the score
};

struct Score {
  std::uint8_t value{0};    ///< 0-100: the terms' points together, rounded
  std::vector<Term> terms;  ///< as they are reckoned: accusing, clearing and disputing, warnings; each greatest first
};

/// What a suspicious verdict weighs against a malicious one, in percent.
inline constexpr std::uint8_t suspicious_weight = 50;

/// `statements` newest first, every state settled. A dispute counts once an origin, by its newest.
Score score_of(std::span<const Judged> statements, const Scale& scale, std::span<const Warning> warnings, Instant now);

}  // namespace tidings::indicator
