#include "daemon/query/seen.hpp"

#include <algorithm>
#include <utility>

#include "base/digest.hpp"
#include "core/bulletin/claim.hpp"
#include "core/bulletin/context.hpp"
#include "daemon/query/crowded.hpp"
#include "daemon/query/trust.hpp"
#include "daemon/query/warned.hpp"
#include "daemon/store/describe.hpp"

namespace tidings::query {
namespace {

using indicator::Statement;

constexpr std::size_t most_read_again = 32'768;  // claims, a view: some ten milliseconds
constexpr std::size_t claims_a_row = 8;          // as newest.cpp has it

/// A sighting that does not count is one.
std::uint64_t sightings_of(const v1::Claim& claim) { return std::max<std::uint64_t>(1, claim.sighting().count()); }

base::Status read_details(Asking& asking, const store::Hit& hit, Statement& statement) {
  const auto claim = asking.claim(hit.sequence, hit.claim);
  if (!claim) return claim.error();
  const auto header = asking.header(hit.sequence);
  if (!header) return header.error();
  // The instant of signing is what a claim without a start says, too: it holds at once.
  if ((*claim)->valid_from() != (*header)->issued_at()) statement.valid_from = {(*claim)->valid_from()};
  statement.valid_until = bulletin::valid_window(**header, **claim).until;
  statement.sightings = sightings_of(**claim);
  statement.last_seen = {(*claim)->sighting().last_seen()};
  const auto words = (*header)->publication_id() + (*claim)->sighting().SerializeAsString();
  statement.sighting_mark = base::read_be(base::sha256(words).bytes(), 0, 8);
  return {};
}

base::Result<Statement> statement_of(Asking& asking, const store::Hit& hit, const store::Standing& standing) {
  const auto& row = standing.row;
  Statement statement;
  statement.bulletin = row.id;
  statement.claim = hit.claim;
  statement.origin = row.origin;
  statement.trust = trust_in(asking.book(), asking.weights(), row.origin);
  statement.kind = row.kind;
  statement.issued_at = row.issued_at;
  statement.expires_at = statement.valid_until = row.expires_at;
  statement.verdict = hit.facts.verdict();
  statement.role = hit.facts.role();
  statement.confidence = hit.facts.confidence();
  statement.withdrawn = standing.withdrawn || std::ranges::binary_search(standing.withdrawn_claims, hit.claim);
  statement.superseded = standing.superseded;
  statement.sources = row.sources;
  // What no longer holds needs no details, and the ledger may have forgotten them.
  if (statement.withdrawn || statement.superseded || statement.expires_at <= asking.now()) return statement;
  if (!hit.facts.own_window() && row.kind != v1::KIND_SIGHTING) return statement;
  if (auto read = read_details(asking, hit, statement); !read) return read.error();
  return statement;
}

/// Whether the claim is another sighting of the same, within its window.
bool adds_to(const Asking& asking, const v1::Header& header, const v1::Claim& seen, const v1::Claim& claim) {
  if (claim.type() != seen.type() || claim.value() != seen.value()) return false;
  const bool has_begun = claim.valid_from() == header.issued_at() || claim.valid_from() <= asking.now().us;
  return has_begun && asking.now() < bulletin::valid_window(header, claim).until;
}

/// Of one value a bulletin has no more than max_postings_a_key, `filed` the last: what it saw beyond them counts with
/// one of them that holds.
base::Status add_rest(Asking& asking, const store::Hit& filed, std::size_t& may_read, std::span<Statement> statements) {
  const auto holding = std::ranges::find_if(statements, [&](const Statement& one) {
    return one.sighting_mark != 0 && one.valid_from <= asking.now() && asking.now() < one.valid_until;
  });
  if (holding == statements.end()) return {};
  const auto found = asking.claim(filed.sequence, holding->claim);
  if (!found) return found.error();
  const v1::Claim seen = **found;
  const auto envelope = asking.envelope(filed.sequence);
  if (!envelope) return envelope.error();
  const auto header = asking.header(filed.sequence);
  if (!header) return header.error();
  const auto& claims = (*envelope)->claims;
  if (claims.size() == statements.size() || claims.size() > may_read) return {};
  may_read -= claims.size();
  asking.spending().spend(claims.size() / claims_a_row);
  const auto& withdrawn = asking.standing(filed.sequence)->withdrawn_claims;
  auto words = (*header)->publication_id() + seen.sighting().SerializeAsString();
  v1::Claim claim;
  for (std::size_t place = 0; place < claims.size(); ++place) {
    const auto number = bulletin::number_at(**envelope, place);
    if (number <= filed.claim || claims[place].find(seen.value()) == std::string_view::npos) continue;
    if (std::ranges::binary_search(withdrawn, number)) continue;
    claim.Clear();
    if (auto read = bulletin::read_claim_bytes(claims[place], claim); !read) return read;
    if (!adds_to(asking, **header, seen, claim)) continue;
    holding->sightings += std::min(sightings_of(claim), UINT64_MAX - holding->sightings);
    words += claim.sighting().SerializeAsString();
  }
  holding->sighting_mark = base::read_be(base::sha256(words).bytes(), 0, 8);
  return {};
}

base::Result<std::vector<Statement>> statements_of(Asking& asking, observable::Type type,
                                                   std::span<const store::Hit> hits) {
  std::vector<Statement> statements;
  statements.reserve(hits.size());
  std::size_t of_bulletin = 0;
  std::size_t may_read = type == observable::Type::Opaque ? 0 : most_read_again;
  for (const auto& hit : hits) {
    const auto* standing = asking.standing(hit.sequence);
    if (standing == nullptr) continue;
    auto statement = statement_of(asking, hit, *standing);
    if (!statement && statement.error().code == base::ErrorCode::NotFound)
      continue;  // forgotten since the index knew it
    if (!statement) return statement.error();
    of_bulletin = !statements.empty() && statements.back().bulletin == statement->bulletin ? of_bulletin + 1 : 1;
    statements.push_back(std::move(*statement));
    if (of_bulletin != store::max_postings_a_key || standing->row.kind != v1::KIND_SIGHTING) continue;
    if (auto added = add_rest(asking, hit, may_read, std::span(statements).last(of_bulletin)); !added) {
      return added.error();
    }
  }
  return statements;
}

/// Of an object in several versions in one bulletin the index knows one.
base::Result<std::vector<store::Hit>> with_versions(Asking& asking, const observable::Observable& observable,
                                                    std::span<const store::Hit> hits) {
  std::vector<store::Hit> all;
  store::Sequence before;
  for (const auto& hit : hits) {
    const auto* standing = asking.standing(hit.sequence);
    if (standing == nullptr || hit.sequence == std::exchange(before, hit.sequence)) continue;
    const auto numbers = asking.opaque_claims(hit.sequence, observable.value);
    if (!numbers && numbers.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!numbers) return numbers.error();
    for (const auto number : *numbers) {
      all.push_back(hit);
      all.back().claim = number;
    }
  }
  return all;
}

base::Result<indicator::View> merged(Asking& asking, observable::Type type, std::span<const store::Hit> hits,
                                     const std::vector<warning::Hit>& warned) {
  auto statements = statements_of(asking, type, hits);
  if (!statements) return statements.error();
  return indicator::merge(std::move(*statements), asking.weights().scale_of(type), as_warnings(warned), asking.now(),
                          asking.book().self);
}

}  // namespace

observable::Observable observable_of(const v1::Value& value) {
  return {observable::type_from_number(value.type()).value_or(observable::Type::None), value.value()};
}

base::Result<indicator::View> view_of(Asking& asking, const observable::Observable& observable,
                                      std::span<const store::Hit> hits) {
  return merged(asking, observable.type, hits, asking.warnings().hits(observable));
}

base::Result<Seen> see(Asking& asking, const observable::Observable& observable, std::span<const store::Hit> hits) {
  auto warned = asking.warnings().hits(observable);
  std::vector<store::Hit> versions;
  if (observable.type == observable::Type::Opaque) {
    auto all = with_versions(asking, observable, hits);
    if (!all) return all.error();
    versions = std::move(*all);
    hits = versions;
  }
  auto view = merged(asking, observable.type, hits, warned);
  if (!view) return view.error();
  std::vector<std::pair<bulletin::BulletinId, store::Sequence>> places;
  places.reserve(hits.size());
  for (const auto& hit : hits) {
    if (const auto* standing = asking.standing(hit.sequence)) places.emplace_back(standing->row.id, hit.sequence);
  }
  std::ranges::sort(places);
  Seen seen{std::move(*view), {}, std::move(warned), is_cut(asking, hits)};
  seen.places.reserve(seen.view.statements.size());
  for (const auto& judged : seen.view.statements) {
    const std::pair wanted{judged.statement.bulletin, store::Sequence{}};
    seen.places.push_back(std::ranges::lower_bound(places, wanted)->second);
  }
  return seen;
}

base::Status learn_standing(Asking& asking, std::span<const std::vector<store::Hit>> hits) {
  std::vector<store::Sequence> sequences;
  for (const auto& of_key : hits) {
    for (const auto& hit : of_key) sequences.push_back(hit.sequence);
  }
  return asking.learn_standing(std::move(sequences));
}

}  // namespace tidings::query
