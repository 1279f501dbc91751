#include "daemon/intake/made_claims.hpp"

#include <algorithm>

#include "core/bulletin/verify.hpp"
#include "core/bulletin/words.hpp"
#include "core/observable/observable.hpp"
#include "daemon/intake/already_said.hpp"

namespace tidings::intake {
namespace {

/// Where a value of an object stands.
struct Place {
  std::uint32_t claim{0};
  const ObjectWords* object{nullptr};
};
using Places = std::map<store::Sequence, std::vector<Place>>;

base::Result<Places> places_of(store::Reading& reading, std::span<const ObjectWords> objects) {
  std::vector<std::string> keys;
  std::vector<const ObjectWords*> of;
  for (const auto& object : objects) {
    for (const auto& [value, until] : object.all) {
      keys.push_back(observable::index_key(static_cast<observable::Type>(value.first), value.second));
      of.push_back(&object);
    }
  }
  const auto hits = reading.index.exact(keys);
  if (!hits) return hits.error();
  Places places;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (const auto& hit : (*hits)[i]) places[hit.sequence].push_back({hit.claim, of[i]});
  }
  return places;
}

base::Status add_going(store::Reading& reading, const OwnWords& own, const store::Standing& standing,
                       const std::vector<Place>& places, Going& going, std::set<std::string>& ids) {
  const auto bytes = reading.ledger.bytes(standing.row.sequence);
  if (!bytes) return bytes.error();
  const auto header = bulletin::peek_header(*bytes);
  if (!header) return header.error();
  if (!is_looked_at(header->message, own)) return {};
  std::vector<std::uint32_t> numbers;
  for (const auto& place : places) {
    if (std::ranges::binary_search(standing.withdrawn_claims, place.claim)) continue;
    const auto claim = bulletin::read_claim(*bytes, place.claim);
    if (!claim) return claim.error();
    const auto end = end_of(*claim, standing.row.expires_at);
    const bool is_its = stix::original_of(*claim) == place.object->id;
    if (!is_its || is_left(place.object->left, *claim, end)) continue;
    numbers.push_back(place.claim);
    ids.insert(place.object->id);
  }
  if (numbers.empty()) return {};
  auto& one = going[standing.row.sequence];
  one.id = standing.row.id;
  one.audience = header->message.audience();
  one.expires_at = standing.row.expires_at;
  one.claims.insert(one.claims.end(), numbers.begin(), numbers.end());
  return {};
}

}  // namespace

bool is_own_report(const store::Standing& standing, const OwnWords& own) {
  const auto& row = standing.row;
  return row.origin == own.self && row.kind == v1::KIND_REPORT && row.tlp <= own.up_to && row.expires_at > own.now &&
         !standing.withdrawn;
}

bool is_looked_at(const v1::Header& header, const OwnWords& own) {
  if (!own.feed_tag) return true;
  const auto is_feeds = [](std::string_view tag) { return tag.starts_with(bulletin::feed_tag); };
  const auto tag = std::ranges::find_if(header.tags(), is_feeds);
  return tag == header.tags().end() ? own.feed_tag->empty() : *tag == *own.feed_tag;
}

bool is_left(const stix::Claimed& left, const v1::Claim& claim, base::Instant end) {
  const auto found = left.find({claim.type(), claim.value()});
  return found != left.end() && end <= found->second;
}

base::Status find_going(store::Reading& reading, const OwnWords& own, std::span<const ObjectWords> objects,
                        Going& going, std::set<std::string>& ids) {
  const auto places = places_of(reading, objects);
  if (!places) return places.error();
  std::vector<store::Sequence> sequences;
  for (const auto& [sequence, there] : *places) sequences.push_back(sequence);
  const auto standing = reading.index.standing(sequences);
  if (!standing) return standing.error();
  for (const auto& one : *standing) {
    if (!one || one->superseded || one->row.publication == own.replaced || !is_own_report(*one, own)) continue;
    if (auto added = add_going(reading, own, *one, places->at(one->row.sequence), going, ids); !added) return added;
  }
  return {};
}

std::vector<TakenBack> taken_back(Going going) {
  std::vector<TakenBack> all;
  for (auto& [sequence, one] : going) {
    std::ranges::sort(one.claims);
    const auto twice = std::ranges::unique(one.claims);
    one.claims.erase(twice.begin(), twice.end());
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace tidings::intake
