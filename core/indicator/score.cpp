#include "core/indicator/score.hpp"

#include <algorithm>
#include <tuple>

namespace tidings::indicator {
namespace {

constexpr std::size_t expected_terms = 16;

bool is_live_kind(const Judged& judged, v1::Kind kind) {
  return judged.state == State::Refers && judged.statement.kind == kind;
}

class Reckoning {
 public:
  Reckoning(std::span<const Judged> statements, const Scale& scale, Instant now)
      : statements_(statements), scale_(scale), now_(now), last_seen_(last_seen()) {}

  Score run(std::span<const Warning> warnings) {
    score_.terms.reserve(std::min(statements_.size(), expected_terms) + warnings.size());
    add_reports(Side::Accuses);
    const auto accusing = score_.terms.size();
    add_reports(Side::Clears);
    add_disputes();
    const auto judging = score_.terms.size();
    add_warnings(warnings);
    greatest_first(0, accusing);
    greatest_first(accusing, judging);
    greatest_first(judging, score_.terms.size());
    reckon(accusing);
    return std::move(score_);
  }

 private:
  struct LastSeen {
    Instant at;              ///< 0: never
    std::uint32_t place{0};  ///< whose word that is
  };
  /// When the observable was last seen by an origin whose sightings make reports fresh.
  LastSeen last_seen() const {
    LastSeen last;
    for (std::uint32_t place = 0; place < statements_.size(); ++place) {
      const auto& said = statements_[place].statement;
      if (!is_live_kind(statements_[place], v1::KIND_SIGHTING) || said.trust < scale_.sighting_trust) continue;
      const auto at = said.last_seen.us == 0 ? said.issued_at : std::min(said.last_seen, said.issued_at);
      if (at > last.at) last = {at, place};
    }
    return last;
  }

  Term term_of(std::uint32_t place, Effect effect) const {
    const auto& said = statements_[place].statement;
    Term term;
    term.effect = effect;
    term.place = term.greatest = place;
    term.is_stated = said.confidence.has_value();
    const std::uint32_t assumed = effect == Effect::Disputes ? 100 : scale_.default_confidence;
    term.confidence = static_cast<std::uint8_t>(std::min(said.confidence.value_or(assumed), 100U));
    term.trust = std::min<std::uint8_t>(said.trust, 100);
    if (effect == Effect::Disputes)
      term.weight = scale_.dispute_weight;
    else if (said.verdict == v1::VERDICT_SUSPICIOUS)
      term.weight = suspicious_weight;
    auto fresh = std::max(said.issued_at, said.valid_from);
    if (effect == Effect::Accuses && last_seen_.at > fresh) {  // seen again is not cleared again
      fresh = last_seen_.at;
      term.sighting = last_seen_.place;
    }
    term.age = std::max(base::Duration{0}, now_ - fresh);
    term.decay = decay(term.age, scale_.half_life);
    const auto percents = std::uint64_t{term.confidence} * term.trust * term.weight;  // of a million
    term.share = times(static_cast<Share>(std::uint64_t{one_share} * percents / 1'000'000), term.decay);
    return term;
  }

  /// A term for each source; the greatest of what came from it.
  void add_reports(Side side) {
    const auto first = score_.terms.size();
    const auto effect = side == Side::Accuses ? Effect::Accuses : Effect::Clears;
    for (std::uint32_t place = 0; place < statements_.size(); ++place) {
      const auto& judged = statements_[place];
      if (judged.state == State::Counts && side_of(judged.statement.verdict) == side) {
        score_.terms.push_back(term_of(place, effect));
      }
    }
    if (score_.terms.size() == first) return;
    for (std::uint32_t place = 0; place < statements_.size(); ++place) {
      const auto& judged = statements_[place];
      if (judged.state != State::Copied || side_of(judged.statement.verdict) != side) continue;
      const auto own =
          std::lower_bound(score_.terms.begin() + static_cast<std::ptrdiff_t>(first), score_.terms.end(),
                           judged.counts_with, [](const Term& term, std::uint32_t at) { return term.place < at; });
      auto copy = term_of(place, effect);
      copy.place = own->place;
      if (copy.share > own->share) *own = copy;
    }
  }

  void add_disputes() {
    std::vector<OrgId> heard;
    for (std::uint32_t place = 0; place < statements_.size(); ++place) {
      if (!is_live_kind(statements_[place], v1::KIND_DISPUTE)) continue;
      const auto& origin = statements_[place].statement.origin;
      if (std::ranges::find(heard, origin) != heard.end()) continue;
      heard.push_back(origin);
      score_.terms.push_back(term_of(place, Effect::Disputes));
    }
  }

  void add_warnings(std::span<const Warning> warnings) {
    for (std::uint32_t place = 0; place < warnings.size(); ++place) {
      Term term;
      term.effect = Effect::Warns;
      term.place = term.greatest = place;
      term.weight = std::min<std::uint8_t>(warnings[place].weight, 100);
      term.share = share_of_percent(term.weight);
      score_.terms.push_back(term);
    }
  }

  void greatest_first(std::size_t from, std::size_t to) {
    std::sort(score_.terms.begin() + static_cast<std::ptrdiff_t>(from),
              score_.terms.begin() + static_cast<std::ptrdiff_t>(to), [](const Term& a, const Term& b) {
                return std::tie(b.share, a.effect, a.place) < std::tie(a.share, b.effect, b.place);
              });
  }

  /// The score after each term, and so what the term did to it.
  void reckon(std::size_t accusing) {
    Share left = one_share;  // of doubt, while accusing; then of the score
    Share accused = 0;
    std::int32_t before = 0;
    for (std::size_t i = 0; i < score_.terms.size(); ++i) {
      auto& term = score_.terms[i];
      if (i == accusing) left = one_share;
      left -= times(left, term.share);
      if (i < accusing) accused = one_share - left;
      const auto after = points_of(i < accusing ? accused : times(accused, left));
      term.points = after - before;
      before = after;
    }
    score_.value = static_cast<std::uint8_t>((before + 50) / 100);
  }

  std::span<const Judged> statements_;
  const Scale& scale_;
  Instant now_;
  LastSeen last_seen_;
  Score score_;
};

}  // namespace

Score score_of(std::span<const Judged> statements, const Scale& scale, std::span<const Warning> warnings, Instant now) {
  return Reckoning(statements, scale, now).run(warnings);
}

}  // namespace tidings::indicator
