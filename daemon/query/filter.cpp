#include "daemon/query/filter.hpp"

#include <algorithm>

namespace tidings::query {

base::Result<Filter> Filter::of(const v1::QueryRequest& request, const partners::Book& book) {
  Filter filter;
  auto& conditions = filter.conditions_;
  if (!request.origin().empty()) {
    conditions.origin = identity::OrgId::from_bytes(request.origin());
    if (!conditions.origin) return base::fail(base::ErrorCode::BadInput, "an origin has 32 bytes");
  } else if (!request.origin_name().empty()) {
    const auto named = find_organisation(book, request.origin_name());
    if (!named) return named.error();
    conditions.origin = *named;
  }
  if (!request.tag().empty()) conditions.tag = request.tag();
  if (!request.ecosystem().empty()) conditions.ecosystem = request.ecosystem();
  if (request.received_since() != 0) conditions.received_since = base::Instant{request.received_since()};
  return filter;
}

bool Filter::is_empty() const {
  return !conditions_.origin && !conditions_.tag && !conditions_.ecosystem && !conditions_.received_since;
}

base::Result<bool> Filter::fits(Asking& asking, store::Sequence place, std::uint32_t number) const {
  const auto& row = asking.standing(place)->row;
  if (conditions_.origin && row.origin != *conditions_.origin) return false;
  if (conditions_.received_since && row.received_at < *conditions_.received_since) return false;
  if (!conditions_.tag && !conditions_.ecosystem) return true;
  const auto claim = asking.claim(place, number);
  if (!claim) return claim.error();
  const auto header = asking.header(place);
  if (!header) return header.error();
  const auto has = [](const auto& list, const std::string& text) { return std::ranges::find(list, text) != list.end(); };
  if (conditions_.tag && !has((*header)->tags(), *conditions_.tag) && !has(claim->tags(), *conditions_.tag)) return false;
  return !conditions_.ecosystem || has((*header)->ecosystems(), *conditions_.ecosystem) ||
         claim->sighting().ecosystem() == *conditions_.ecosystem;
}

base::Result<std::optional<std::size_t>> Filter::first_fit(Asking& asking, const Seen& seen) const {
  std::optional<std::size_t> first;
  const auto comes_before = [&](std::size_t a, std::size_t b) {
    if (seen.places[a] != seen.places[b]) return seen.places[a] > seen.places[b];
    return seen.view.statements[a].statement.claim < seen.view.statements[b].statement.claim;
  };
  for (std::size_t i = 0; i < seen.places.size(); ++i) {
    if (!indicator::is_live(seen.view.statements[i].state)) continue;
    if (first && !comes_before(i, *first)) continue;
    const auto fit = fits(asking, seen.places[i], seen.view.statements[i].statement.claim);
    if (!fit && fit.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!fit) return fit.error();
    if (*fit) first = i;
  }
  return first;
}

}  // namespace tidings::query
