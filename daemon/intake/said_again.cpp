#include "daemon/intake/said_again.hpp"

#include <algorithm>
#include <map>

#include "core/observable/observable.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::intake {
namespace {

using observable::Type;

/// How what we say of values stands, each bulletin looked up once.
class Standings {
 public:
  Standings(store::Reading& reading, const OrgId& self, v1::Tlp up_to, base::Instant now)
      : reading_(reading), self_(self), up_to_(up_to), now_(now) {}

  base::Status learn(const std::vector<std::vector<store::Hit>>& hits) {
    std::vector<store::Sequence> places;
    for (const auto& each : hits) {
      for (const auto& hit : each) places.push_back(hit.sequence);
    }
    std::ranges::sort(places);
    const auto repeats = std::ranges::unique(places);
    places.erase(repeats.begin(), repeats.end());
    auto standing = reading_.index.standing(places);
    if (!standing) return standing.error();
    for (auto& one : *standing) {
      if (one && is_looked_at(one->row)) known_.emplace(one->row.sequence, std::move(*one));
    }
    return {};
  }

  bool is_withdrawn(const std::vector<store::Hit>& hits) const {
    bool any = false;
    for (const auto& hit : hits) {
      const auto found = known_.find(hit.sequence);
      if (found == known_.end()) continue;
      const auto& standing = found->second;
      const bool withdrawn = standing.withdrawn || std::ranges::binary_search(standing.withdrawn_claims, hit.claim);
      if (!withdrawn && !standing.superseded) return false;
      any = any || withdrawn;
    }
    return any;
  }

 private:
  bool is_looked_at(const store::BulletinRow& row) const {
    return row.origin == self_ && row.kind == v1::KIND_REPORT && row.expires_at > now_ && row.tlp <= up_to_;
  }

  store::Reading& reading_;
  OrgId self_;
  v1::Tlp up_to_;
  base::Instant now_;
  std::map<store::Sequence, store::Standing> known_;
};

}  // namespace

base::Status find_said_again(store::Reading& reading, const Draft& draft, std::size_t from, std::size_t count,
                             const std::vector<bool>& passed_over, const OrgId& self, base::Instant now,
                             SaidAgain& again) {
  std::map<std::string, std::string> values;  // by index key, in words
  for_each_section(draft, from, count, [&](const Section& section, std::size_t first, auto claims) {
    if (section.context.kind() != v1::KIND_REPORT) return;
    for (std::size_t i = 0; i < claims.size(); ++i) {
      const auto type = observable::type_from_number(claims[i].type());
      if (!type || *type == Type::Opaque || (!passed_over.empty() && passed_over[first + i])) continue;
      const auto& value = claims[i].value();
      values.try_emplace(observable::index_key(*type, value), observable::to_text(*type, value));
    }
  });
  std::vector<std::string> keys;
  for (const auto& [key, value] : values) keys.push_back(key);
  const auto hits = reading.index.exact(keys);
  if (!hits) return hits.error();
  Standings standings(reading, self, draft.said_up_to, now);
  if (auto learned = standings.learn(*hits); !learned) return learned;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!standings.is_withdrawn((*hits)[i])) continue;
    if (again.values++ == 0) again.first = values.at(keys[i]);
  }
  return {};
}

}  // namespace tidings::intake
