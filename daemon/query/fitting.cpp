#include "daemon/query/fitting.hpp"

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

base::Result<std::optional<std::size_t>> Fitting::first_fit(const Seen& seen) {
  std::optional<std::size_t> first;
  if (!filter_.fits_score(seen.view.score.value)) return first;
  const auto& statements = seen.view.statements;
  const auto comes_before = [&](std::size_t a, std::size_t b) {
    if (seen.places[a] != seen.places[b]) return seen.places[a] > seen.places[b];
    return statements[a].statement.claim < statements[b].statement.claim;
  };
  for (std::size_t i = 0; i < seen.places.size(); ++i) {
    if (!indicator::is_live(statements[i].state)) continue;
    if (first && !comes_before(i, *first)) continue;
    const auto fit = fits(statements[i].statement, seen.places[i]);
    if (!fit && fit.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!fit) return fit.error();
    if (*fit) first = i;
  }
  return first;
}

}  // namespace tidings::query
