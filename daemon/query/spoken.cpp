#include "daemon/query/spoken.hpp"

#include <algorithm>
#include <map>
#include <ranges>

#include "core/bulletin/context.hpp"
#include "core/bulletin/verify.hpp"
#include "core/observable/observable.hpp"
#include "daemon/query/find.hpp"
#include "daemon/query/seen.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::query {
namespace {

using base::ErrorCode;
using Spoken = std::map<store::Sequence, SpokenOf>;

bool speaks(const store::Standing& standing, const SpokenQuestion& question, base::Instant now) {
  const auto& row = standing.row;
  if (question.origin && row.origin != *question.origin) return false;
  // Whoever answers answers reports; who takes back what it said takes back its answers, too.
  const bool is_said = question.origin ? row.kind != v1::KIND_WITHDRAWAL
                                       : row.kind == v1::KIND_REPORT || row.kind == v1::KIND_ASSESSMENT;
  return is_said && !standing.withdrawn && !standing.superseded && row.expires_at > now;
}

base::Result<bool> claim_holds(Asking& asking, const store::Hit& hit, const store::Standing& standing) {
  if (std::ranges::binary_search(standing.withdrawn_claims, hit.claim)) return false;
  if (!hit.facts.own_window()) return true;
  const auto claim = asking.claim(hit.sequence, hit.claim);
  if (!claim) return claim.error();
  const auto header = asking.header(hit.sequence);
  if (!header) return header.error();
  return bulletin::valid_window(**header, **claim).until > asking.now();
}

base::Status add_value(Asking& asking, const SpokenQuestion& question, std::uint32_t place,
                       const std::vector<store::Hit>& hits, Spoken& spoken) {
  std::size_t added = 0;
  for (const auto& hit : hits | std::views::reverse) {  // the newest first
    const auto* standing = asking.standing(hit.sequence);
    if (standing == nullptr || !speaks(*standing, question, asking.now())) continue;
    const auto holds = claim_holds(asking, hit, *standing);
    if (!holds) return holds.error();
    if (!*holds) continue;
    auto& one = spoken[hit.sequence];
    one.standing = *standing;
    one.claims.emplace_back(place, hit.claim);
    if (++added == max_spoken_a_value) break;
  }
  return {};
}

base::Status add_values(Asking& asking, const SpokenQuestion& question, Spoken& spoken) {
  std::vector<std::string> keys;
  keys.reserve(question.values.size());
  for (const auto& value : question.values) {
    const auto type = observable::type_from_number(value.type()).value_or(observable::Type::None);
    keys.push_back(observable::index_key(type, value.value()));
  }
  const auto hits = asking.exact(keys);
  if (!hits) return hits.error();
  if (auto learned = learn_standing(asking, *hits); !learned) return learned;
  for (std::uint32_t place = 0; place < hits->size(); ++place) {
    if (auto added = add_value(asking, question, place, (*hits)[place], spoken); !added) return added;
  }
  return {};
}

base::Status add_whole(Asking& asking, store::Sequence place, SpokenOf& one) {
  const auto bytes = asking.bytes(place);
  if (!bytes) return bytes.error();
  const auto read = bulletin::read_verified(**bytes);
  if (!read) return read.error();
  const auto& withdrawn = one.standing.withdrawn_claims;
  for (const auto& claim : read->claims) {
    if (!claim.indexable || std::ranges::binary_search(withdrawn, claim.number)) continue;
    auto& value = one.whole.emplace_back();
    value.set_type(claim.message.type());
    value.set_value(claim.message.value());
  }
  return {};
}

base::Status add_named(Asking& asking, const SpokenQuestion& question, const std::string& id, Spoken& spoken) {
  const auto places = find_bulletins(asking, id);
  if (!places) return places.error();
  bool any = false;
  for (const auto place : *places) {
    const auto& standing = *asking.standing(place);
    if (!speaks(standing, question, asking.now())) continue;
    any = true;
    auto& one = spoken[place];
    one.standing = standing;
    one.named = true;
    if (!one.whole.empty()) continue;
    if (auto added = add_whole(asking, place, one); !added) return added;
    std::size_t values = 0;
    for (const auto& [sequence, each] : spoken) values += each.whole.size();
    if (values > max_spoken_values) {
      return base::fail(ErrorCode::TooLarge, "what was named has more than 100,000 values; name less at once");
    }
  }
  if (any) return {};
  return base::fail(ErrorCode::NotFound, id + " is no report that holds now");
}

/// What an origin takes back goes with all that repeats it.
base::Status add_repeats(Asking& asking, const SpokenQuestion& question, store::Sequence place, SpokenOf& one) {
  const auto bytes = asking.bytes(place);
  if (!bytes) return bytes.error();
  const auto numbers = claims_about(**bytes, question.values);
  if (!numbers) return numbers.error();
  for (const auto number : *numbers) one.claims.emplace_back(repeats_a_value, number);
  return {};
}

}  // namespace

base::Result<std::vector<SpokenOf>> spoken_of(Asking& asking, const SpokenQuestion& question) {
  Spoken spoken;
  if (question.origin) {
    if (auto whole = check_whole(asking); !whole) return whole.error();
  }
  if (auto added = add_values(asking, question, spoken); !added) return added.error();
  for (const auto& id : question.ids) {
    if (auto added = add_named(asking, question, id, spoken); !added) return added.error();
  }
  std::vector<SpokenOf> all;
  all.reserve(spoken.size());
  for (auto& [place, one] : spoken) {
    const auto header = store::header_of(asking.ledger(), one.standing.row.id);
    if (!header) return header.error();
    if (!*header) continue;  // forgotten since the index knew it
    one.audience = (*header)->message.audience();
    if (question.origin) {
      if (auto added = add_repeats(asking, question, place, one); !added) return added.error();
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace tidings::query
