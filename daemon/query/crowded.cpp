#include "daemon/query/crowded.hpp"

#include <algorithm>
#include <tuple>

#include "core/bulletin/context.hpp"
#include "daemon/store/lists.hpp"

namespace tidings::query {
namespace {

// A crowded value costs some ten milliseconds as it is; this may not make it more than twice that.
constexpr std::size_t most_heard = 256;    // organisations, partners first
constexpr std::size_t bulletins_each = 4;  // of each kind
constexpr std::size_t rows_each = 1'000;   // the bulletins of one who talks of other values lie between
constexpr std::size_t rows_altogether = 20'000;
constexpr std::size_t standing_costs = 4;    // in rows
constexpr std::size_t hits_a_bulletin = 16;  // as many as one is filed with

auto order_of(const store::Hit& hit) { return std::tie(hit.sequence, hit.claim); }

std::vector<identity::OrgId> organisations(const partners::Book& book) {
  std::vector<identity::OrgId> all{book.self};
  for (const auto& [organisation, partner] : book.partners) all.push_back(organisation);
  for (const auto& [organisation, known] : book.identities) {
    if (all.size() >= most_heard) break;
    if (organisation != book.self && book.find(organisation) == nullptr) all.push_back(organisation);
  }
  all.resize(std::min(all.size(), most_heard));
  return all;
}

std::vector<std::string> visible_lists(v1::Tlp max_tlp) {
  std::vector<std::string> lists;
  for (int tlp = v1::TLP_CLEAR; tlp <= max_tlp; ++tlp) lists.push_back(store::tlp_list(static_cast<v1::Tlp>(tlp)));
  return lists;
}

base::Result<bool> holds(Asking& asking, const store::Hit& hit) {
  const auto& standing = *asking.standing(hit.sequence);
  if (std::ranges::binary_search(standing.withdrawn_claims, hit.claim)) return false;
  if (!hit.facts.own_window()) return true;
  const auto claim = asking.claim(hit.sequence, hit.claim);
  if (!claim && claim.error().code == base::ErrorCode::NotFound) return false;  // forgotten since the index knew it
  if (!claim) return claim.error();
  const auto header = asking.header(hit.sequence);
  if (!header) return header.error();
  const auto from = (*claim)->valid_from();
  const bool has_begun = from == (*header)->issued_at() || from <= asking.now().us;
  return has_begun && asking.now() < bulletin::valid_window(**header, **claim).until;
}

/// Whether the bulletin says something of the key that the asker may see, and that holds.
base::Result<bool> add_bulletin(Asking& asking, const std::string& key, store::Sequence place,
                                store::Spending& spending, std::vector<store::Hit>& hits) {
  spending.spend(standing_costs);
  if (auto learned = asking.learn_standing({place}); !learned) return learned.error();
  const auto* standing = asking.standing(place);
  if (standing == nullptr || standing->withdrawn || standing->superseded || standing->row.expires_at <= asking.now()) {
    return false;
  }
  spending.spend(hits_a_bulletin);
  const store::Hit before{key, {place.value - 1}, UINT32_MAX, {}};
  auto found = asking.index().range(key, key + '\0', hits_a_bulletin, before);
  if (!found) return found.error();
  bool says_something = false;
  for (auto& hit : *found) {
    if (hit.sequence != place) break;
    const auto is_held = holds(asking, hit);
    if (!is_held) return is_held.error();
    if (!*is_held) continue;
    says_something = true;
    hit.key.clear();
    hits.push_back(std::move(hit));
  }
  return says_something;
}

base::Status hear(Asking& asking, const std::string& key, const identity::OrgId& who, v1::Kind kind,
                  store::Spending& spending, std::vector<store::Hit>& hits) {
  store::Spending own{std::min(rows_each, spending.left)};
  const auto granted = own.left;
  std::vector<std::vector<std::string>> groups{{store::origin_list(who)}, {key}, {store::kind_list(kind)}};
  if (!asking.sees_everything()) groups.push_back(visible_lists(asking.max_tlp()));
  store::Leapfrog walk(asking.index(), groups, {});
  for (std::size_t heard = 0; heard < bulletins_each;) {
    const auto step = walk.next(own);
    if (!step) return step.error();
    if (!step->found) break;  // ended, or spent
    const auto says_something = add_bulletin(asking, key, step->found->sequence, own, hits);
    if (!says_something) return says_something.error();
    if (*says_something) ++heard;
  }
  spending.spend(granted - own.left);
  return {};
}

}  // namespace

bool is_cut(const Asking& asking, std::span<const store::Hit> hits) {
  if (!is_crowded(hits)) return false;
  const auto visible =
      std::ranges::count_if(hits, [&](const store::Hit& hit) { return asking.standing(hit.sequence) != nullptr; });
  return static_cast<std::size_t>(visible) >= store::max_hits_a_key;
}

base::Status hear_everybody(Asking& asking, const std::string& key, std::vector<store::Hit>& hits) {
  store::Spending spending{rows_altogether};
  for (const auto& who : organisations(asking.book())) {
    for (const auto kind : {v1::KIND_REPORT, v1::KIND_DISPUTE}) {
      if (spending.is_over()) break;
      if (auto heard = hear(asking, key, who, kind, spending, hits); !heard) return heard;
    }
  }
  asking.spending().spend(rows_altogether - spending.left);
  std::ranges::sort(hits, [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  const auto repeats =
      std::ranges::unique(hits, [](const auto& a, const auto& b) { return order_of(a) == order_of(b); });
  hits.erase(repeats.begin(), repeats.end());
  return {};
}

}  // namespace tidings::query
