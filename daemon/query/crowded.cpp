#include "daemon/query/crowded.hpp"

#include <algorithm>
#include <tuple>

#include "daemon/store/lists.hpp"

namespace tidings::query {
namespace {

// A crowded value costs some ten milliseconds as it is; this may not make it more than twice that.
constexpr std::size_t most_heard = 256;    // organisations, partners first
constexpr std::size_t bulletins_each = 4;  // the newest may be withdrawn
constexpr std::size_t rows_each = 2'000;   // the bulletins of one who talks of other values lie between
constexpr std::size_t rows_altogether = 20'000;
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

base::Status add_bulletin(Asking& asking, const std::string& key, store::Sequence place,
                          std::vector<store::Hit>& hits) {
  const store::Hit before{key, {place.value - 1}, UINT32_MAX, {}};
  auto found = asking.index().range(key, key + '\0', hits_a_bulletin, before);
  if (!found) return found.error();
  for (auto& hit : *found) {
    if (hit.sequence != place) break;
    hit.key.clear();
    hits.push_back(std::move(hit));
  }
  return {};
}

base::Status hear(Asking& asking, const std::string& key, const identity::OrgId& who, store::Spending& spending,
                  std::vector<store::Hit>& hits) {
  store::Spending own{std::min(rows_each, spending.left)};
  const auto granted = own.left;
  const std::vector<std::vector<std::string>> groups{
      {store::origin_list(who)}, {key}, {store::kind_list(v1::KIND_REPORT), store::kind_list(v1::KIND_DISPUTE)}};
  store::Leapfrog walk(asking.index(), groups, {});
  for (std::size_t heard = 0; heard < bulletins_each;) {
    const auto step = walk.next(own);
    if (!step) return step.error();
    if (!step->found) break;  // ended, or spent
    ++heard;
    if (auto added = add_bulletin(asking, key, step->found->sequence, hits); !added) return added;
  }
  spending.spend(granted - own.left);
  return {};
}

}  // namespace

base::Status hear_everybody(Asking& asking, const std::string& key, std::vector<store::Hit>& hits) {
  store::Spending spending{rows_altogether};
  for (const auto& who : organisations(asking.book())) {
    if (spending.is_over()) break;
    if (auto heard = hear(asking, key, who, spending, hits); !heard) return heard;
  }
  asking.spending().spend(rows_altogether - spending.left);
  std::ranges::sort(hits, [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  const auto repeats =
      std::ranges::unique(hits, [](const auto& a, const auto& b) { return order_of(a) == order_of(b); });
  hits.erase(repeats.begin(), repeats.end());
  return {};
}

}  // namespace tidings::query
