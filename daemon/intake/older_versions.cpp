#include "daemon/intake/older_versions.hpp"

#include <algorithm>
#include <tuple>

#include "core/bulletin/claim.hpp"
#include "core/bulletin/opaque_claims.hpp"
#include "core/observable/observable.hpp"
#include "daemon/intake/already_said.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

constexpr std::size_t objects_a_step = 1'000;  ///< some ten milliseconds of a reader where none of them stands here

/// Of all objects these alone make claims of ours.
bool is_indicator(std::string_view id) { return id.starts_with("indicator--"); }

}  // namespace

void OlderVersions::collect() {
  for_each_section(draft_, 0, draft_.claims.size(), [&](const Section& section, std::size_t first, auto claims) {
    if (section.context.kind() != v1::KIND_REPORT) return;
    const base::Instant expires_at{section.context.expires_at()};
    for (std::size_t i = 0; i < claims.size(); ++i) {
      const bool is_object = stix::carries_object(claims[i]);
      const auto id = is_object ? std::string_view(claims[i].value()) : stix::original_of(claims[i]);
      if (is_indicator(id)) mentions_.push_back({id, first + i, end_of(claims[i], expires_at), is_object});
    }
  });
  std::ranges::sort(mentions_, {}, [](const Mention& one) { return std::tie(one.id, one.number); });
  for (auto first = mentions_.begin(); first != mentions_.end();) {
    const auto last = std::find_if(first, mentions_.end(), [&](const Mention& one) { return one.id != first->id; });
    objects_.emplace_back(first, last);
    first = last;
  }
  // In the order of the draft: what was published together is read together again.
  std::ranges::sort(objects_, {}, [](Mentions object) { return object.front().number; });
  collected_ = true;
}

base::Result<bool> OlderVersions::step(store::Reading& reading) {
  if (!collected_) collect();
  if (objects_.empty()) return false;
  const auto reach = reading.index.reach();
  if (!reach) return reach.error();
  if (!reach->is_whole()) return base::fail(ErrorCode::Busy, "the index is being rebuilt: try again later");
  const auto objects = std::span(objects_).subspan(next_, std::min(objects_a_step, objects_.size() - next_));
  next_ += objects.size();
  auto held = find_held(reading, objects);
  if (!held) return held.error();
  std::vector<ObjectWords> all;
  for (const auto object : objects) {
    auto words = words_of(object, *held);
    if (!words) continue;
    leave_out(object, *words);
    all.push_back(std::move(*words));
  }
  if (auto found = find_going(reading, own_, all, going_, ids_); !found) return found.error();
  return next_ < objects_.size();
}

base::Result<OlderVersions::Held> OlderVersions::find_held(store::Reading& reading,
                                                           std::span<const Mentions> objects) const {
  std::vector<std::string> keys;
  for (const auto object : objects) {
    keys.push_back(observable::index_key(observable::Type::Opaque, object.front().id));
  }
  const auto hits = reading.index.exact(keys);
  if (!hits) return hits.error();
  std::map<store::Sequence, std::vector<Mentions>> places;  // the index knows one of several versions in a bulletin
  for (std::size_t i = 0; i < objects.size(); ++i) {
    for (const auto& hit : (*hits)[i]) {
      auto& there = places[hit.sequence];
      if (there.empty() || there.back().data() != objects[i].data()) there.push_back(objects[i]);
    }
  }
  std::vector<store::Sequence> sequences;
  for (const auto& [sequence, there] : places) sequences.push_back(sequence);
  const auto standing = reading.index.standing(sequences);
  if (!standing) return standing.error();
  Held held;
  for (const auto& one : *standing) {
    if (!one || !is_own_report(*one, own_)) continue;
    if (auto added = add_held(reading, *one, places.at(one->row.sequence), held); !added) return added.error();
  }
  return held;
}

base::Status OlderVersions::add_held(store::Reading& reading, const store::Standing& standing,
                                     const std::vector<Mentions>& objects, Held& held) const {
  const auto bytes = reading.ledger.bytes(standing.row.sequence);
  if (!bytes) return bytes.error();
  const auto header = bulletin::peek_header(*bytes);
  if (!header) return header.error();
  if (!is_looked_at(header->message, own_)) return {};
  const auto envelope = bulletin::open(*bytes);
  if (!envelope) return envelope.error();
  const bulletin::OpaqueClaims opaque(*envelope);
  for (const auto object : objects) {
    for (const auto place : opaque.places_of(object.front().id)) {
      const bool is_gone = std::ranges::binary_search(standing.withdrawn_claims, bulletin::number_at(*envelope, place));
      v1::Claim claim;
      if (auto read = bulletin::read_claim_bytes(envelope->claims[place], claim); !read) return read;
      const auto& content = claim.opaque().content();
      if (!stix::carries_object(claim) || is_drafted(object, content)) continue;
      held[object.front().id].push_back({stix::version_of(content, 0), stix::read_object(content), is_gone});
    }
  }
  return {};
}

bool OlderVersions::is_drafted(Mentions object, std::string_view content) const {
  return std::ranges::any_of(object, [&](const Mention& one) {
    return one.is_object && draft_.claims[one.number].opaque().content() == content;
  });
}

/// Nothing where there is one version alone.
std::optional<ObjectWords> OlderVersions::words_of(Mentions object, Held& held) const {
  auto& versions = held[object.front().id];
  const bool has_held = !versions.empty();
  const auto drafted = std::ranges::count_if(object, &Mention::is_object);
  if (!has_held && drafted < 2) return std::nullopt;
  for (const auto& one : object) {
    if (!one.is_object) continue;
    const auto& content = draft_.claims[one.number].opaque().content();
    versions.push_back({stix::version_of(content, 0), stix::read_object(content), false});
  }
  if (std::ranges::all_of(versions, &Version::is_gone)) return std::nullopt;
  ObjectWords words;
  words.id = object.front().id;
  std::uint64_t newest = 0;
  for (const auto& version : versions) newest = std::max(newest, version.is_gone ? 0 : version.number);
  bool revoked = false;
  for (const auto& version : versions) {
    words.all.insert(version.read.claimed.begin(), version.read.claimed.end());
    if (version.is_gone || version.number != newest) continue;
    revoked = revoked || version.read.revoked;
    for (const auto& [value, until] : version.read.claimed) words.left[value] = std::max(words.left[value], until);
  }
  if (revoked) words.left.clear();
  return words;
}

void OlderVersions::leave_out(Mentions object, const ObjectWords& words) {
  for (const auto& one : object) {
    if (one.is_object || is_left(words.left, draft_.claims[one.number], one.end)) continue;
    left_out_.resize(draft_.claims.size());
    left_out_[one.number] = true;
    ids_.insert(words.id);
  }
}

}  // namespace tidings::intake
