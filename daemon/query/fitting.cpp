#include "daemon/query/fitting.hpp"

#include <algorithm>

#include "core/bulletin/context.hpp"

namespace tidings::query {

Marks Fitting::marks_of(store::Sequence place, const v1::Header& header) {
  auto known = marks_.find(place.value);
  if (known == marks_.end()) known = marks_.emplace(place.value, filter_.marks_of(header)).first;
  return known->second;
}

bool Fitting::may_fit(store::Sequence place, const v1::Header& header, std::string_view claim_bytes) {
  return !filter_.asks_for_texts() || filter_.may_have_words(marks_of(place, header), claim_bytes);
}

base::Result<bool> Fitting::fits_texts(store::Sequence place, const v1::Claim& claim, const v1::Header& header) {
  if (!filter_.asks_for_texts()) return true;
  const auto marks = marks_of(place, header);
  return filter_.are_enough(marks) || filter_.are_enough(marks | filter_.marks_of(claim));
}

base::Result<bool> Fitting::may_fit(store::Sequence place, const v1::Header& header, const v1::Claim& claim) {
  if (!filter_.fits_type(claim.type())) return false;
  if (!filter_.fits(bulletin::effective_role(header, claim), bulletin::effective_confidence(header, claim)))
    return false;
  return fits_texts(place, claim, header);
}

base::Result<bool> Fitting::fits(const indicator::Statement& statement, store::Sequence place) {
  if (!filter_.fits(asking_.standing(place)->row)) return false;
  if (!filter_.fits(statement.role, statement.confidence)) return false;
  if (!filter_.asks_for_texts()) return true;
  const auto claim = asking_.claim(place, statement.claim);
  if (!claim) return claim.error();
  const auto header = asking_.header(place);
  if (!header) return header.error();
  return fits_texts(place, **claim, **header);
}

/// The highest that had come.
base::Result<std::uint32_t> Fitting::revision_then(const store::BulletinRow& row) {
  const auto [known, is_new] = revisions_.try_emplace({row.origin, row.publication}, 0);
  if (!is_new) return known->second;
  auto places = asking_.index().of_publication(row.publication);
  if (!places) return places.error();
  std::erase_if(*places, [&](store::Sequence place) { return place > *up_to_; });
  asking_.spending().spend(places->size());
  if (auto learned = asking_.learn_standing(*places); !learned) return learned.error();
  for (const auto place : *places) {
    const auto* other = asking_.standing(place);
    if (other != nullptr && other->row.origin == row.origin)
      known->second = std::max(known->second, other->row.revision);
  }
  return known->second;
}

base::Result<bool> Fitting::may_meet(const store::Standing& standing) {
  if (standing.withdrawn || standing.row.expires_at <= asking_.now()) return false;
  if (!standing.superseded) return true;
  if (!up_to_) return false;
  const auto revision = revision_then(standing.row);
  if (!revision) return revision.error();
  return standing.row.revision >= *revision;
}

base::Result<bool> Fitting::may_meet(const indicator::Judged& judged, store::Sequence place) {
  if (up_to_ && place > *up_to_) return false;
  if (indicator::is_live(judged.state)) return true;
  if (!up_to_ || judged.state != indicator::State::Superseded) return false;
  return may_meet(*asking_.standing(place));
}

base::Result<bool> Fitting::any_fits_now(const Seen& seen) {
  for (std::size_t i = 0; i < seen.places.size(); ++i) {
    const auto& judged = seen.view.statements[i];
    if (!indicator::is_live(judged.state)) continue;
    const auto fit = fits(judged.statement, seen.places[i]);
    if (!fit && fit.error().code != base::ErrorCode::NotFound) return fit.error();
    if (fit && *fit) return true;
  }
  return false;
}

base::Result<std::optional<std::size_t>> Fitting::first_fit(const Seen& seen) {
  std::optional<std::size_t> first;
  if (!seen.view.is_live() || !filter_.fits_score(seen.view.score.value)) return first;
  const auto& statements = seen.view.statements;
  const auto comes_before = [&](std::size_t a, std::size_t b) {
    if (seen.places[a] != seen.places[b]) return seen.places[a] > seen.places[b];
    return statements[a].statement.claim < statements[b].statement.claim;
  };
  for (std::size_t i = 0; i < seen.places.size(); ++i) {
    if (first && !comes_before(i, *first)) continue;
    const auto may = may_meet(statements[i], seen.places[i]);
    if (!may) return may.error();
    if (!*may) continue;
    const auto fit = fits(statements[i].statement, seen.places[i]);
    if (!fit && fit.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!fit) return fit.error();
    if (*fit) first = i;
  }
  if (!first || indicator::is_live(statements[*first].state)) return first;
  const auto fits_now = any_fits_now(seen);
  if (!fits_now) return fits_now.error();
  return *fits_now ? first : std::nullopt;
}

}  // namespace tidings::query
