#include "formats/misp/attribute.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/context.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/misp/tags.hpp"

namespace tidings::misp {
namespace {

constexpr std::string_view type_tag_begin = "misp:type=\"";

struct Level {
  std::string_view tag;
  std::uint32_t confidence;
};
// The taxonomy "misp", predicate confidence-level, on the scale that its own numbers give.
constexpr std::array<Level, 5> levels = {{{"misp:confidence-level=\"completely-confident\"", 100},
                                          {"misp:confidence-level=\"usually-confident\"", 75},
                                          {"misp:confidence-level=\"fairly-confident\"", 50},
                                          {"misp:confidence-level=\"rarely-confident\"", 25},
                                          {"misp:confidence-level=\"unconfident\"", 0}}};

// MISP's kinds of sightings.
constexpr std::uint64_t seen = 0;
constexpr std::uint64_t false_positive = 1;
constexpr std::uint64_t expiration = 2;

// Of one attribute so many organisations are told apart: each becomes a claim in a context of its own.
constexpr std::size_t max_witnesses = 64;

void keep_tag(std::vector<std::string>& tags, std::string_view name, std::size_t most) {
  if (name.empty() || name.size() > bulletin::max_list_entry_bytes || draft::is_marking_tag(name)) return;
  if (source_in(name)) return;  // it holds what it stands on, and is none of its words
  if (tags.size() < most && std::ranges::find(tags, name) == tags.end()) tags.emplace_back(name);
}

std::string_view witness_of(const json::object& sighting) {
  if (const auto* organisation = object_of(sighting, "Organisation")) return text_of(*organisation, "name");
  return text_of(sighting, "source");
}

/// Types whose values are of many forms, of which we know one.
bool is_free_text(std::string_view type) { return type == "vulnerability" || type == "uri"; }

/// Null once there are too many.
v1::Sighting* entry_for(std::vector<Seen>& entries, v1::Kind kind, std::string_view by) {
  const auto is_it = [&](const Seen& entry) { return entry.kind == kind && entry.by == by; };
  const auto found = std::ranges::find_if(entries, is_it);
  if (found != entries.end()) return &found->sighting;
  if (entries.size() >= max_witnesses) return nullptr;
  return &entries.emplace_back(Seen{kind, std::string(by), {}}).sighting;
}

void count_one(v1::Sighting* entry, std::uint64_t at) {
  if (entry == nullptr) return;
  auto& sighting = *entry;
  sighting.set_count(sighting.count() + 1);
  if (at == 0) return;
  if (sighting.first_seen() == 0 || at < sighting.first_seen()) sighting.set_first_seen(at);
  sighting.set_last_seen(std::max(at, sighting.last_seen()));
}

}  // namespace

std::string type_tag(std::string_view type) { return std::string(type_tag_begin) + std::string(type) + "\""; }

std::string_view type_of_tag(std::string_view tag) {
  if (!tag.starts_with(type_tag_begin) || !tag.ends_with('"')) return {};
  tag.remove_prefix(type_tag_begin.size());
  return tag.substr(0, tag.empty() ? 0 : tag.size() - 1);
}

std::vector<std::string> tags_of(const json::object& thing, std::size_t most) {
  std::vector<std::string> tags;
  const auto kept = kept_tags(thing);
  each_tag(thing, [&](const json::value& tag) {
    if (may_travel(tag) && !is_among(tag, kept)) keep_tag(tags, tag_name(tag), most);
  });
  each_object(thing, "Galaxy", [&](const json::object& galaxy) {
    if (!is_for_all(galaxy)) return;
    each_object(galaxy, "GalaxyCluster", [&](const json::object& cluster) {
      if (may_travel(cluster) && is_for_all(cluster)) keep_tag(tags, text_of(cluster, "tag_name"), most);
    });
  });
  return tags;
}

std::uint32_t confidence_of(const std::vector<std::string>& tags) {
  for (const auto& level : levels) {
    if (std::ranges::find(tags, level.tag) != tags.end()) return bulletin::encode_confidence(level.confidence);
  }
  return 0;
}

namespace {

/// Everything of an attribute but its observable.
v1::Claim frame_of(const json::object& attribute, const AttributeType& type) {
  v1::Claim claim;
  claim.set_role(role_of(type, text_of(attribute, "category")));
  claim.set_comment(std::string(base::cut(text_of(attribute, "comment"), bulletin::max_comment_bytes)));
  claim.set_valid_from(instant_of(attribute, "first_seen"));
  auto tags = tags_of(attribute, bulletin::max_list_entries - 2);
  claim.set_confidence(confidence_of(tags));
  for (auto& tag : tags) claim.add_tags(std::move(tag));
  if (!truth_of(attribute, "to_ids").value_or(false)) {
    claim.set_verdict(v1::VERDICT_UNKNOWN);
    claim.add_tags(std::string(not_for_detection));
  }
  if (type.form == Form::Foreign) claim.add_tags(type_tag(type.name));
  return claim;
}

v1::Claim claim_of(v1::Claim frame, observable::Observable&& observable) {
  frame.set_type(static_cast<std::uint32_t>(observable.type));
  frame.set_value(std::move(observable.value));
  return frame;
}

}  // namespace

AttributeReading read_attribute(const json::object& attribute) {
  AttributeReading out;
  const auto& type = attribute_type(text_of(attribute, "type"));
  if (truth_of(attribute, "deleted").value_or(false)) {
    out.fate = draft::Fate::Withdrawn;
    out.reason = "its author deleted it";
    return out;
  }
  if (is_reference(attribute)) return out;
  auto observables = observables_in(type, text_of(attribute, "value"));
  if (!observables.found.empty()) {
    auto frame = frame_of(attribute, type);
    for (std::size_t i = 0; i + 1 < observables.found.size(); ++i) {
      out.claims.push_back(claim_of(frame, std::move(observables.found[i])));
    }
    out.claims.push_back(claim_of(std::move(frame), std::move(observables.found.back())));
  }
  if (!observables.refusal.empty() && !is_free_text(type.name)) {
    out.fate = draft::Fate::Refused;
    out.reason = std::move(observables.refusal);
  } else if (out.claims.empty()) {
    out.fate = draft::Fate::Opaque;
    out.reason = "it is no observable of ours";
  }
  return out;
}

bool is_reference(const json::object& attribute) {
  const auto type = text_of(attribute, "type");
  if (type == "link") return !truth_of(attribute, "to_ids").value_or(false);
  const auto category = text_of(attribute, "category");
  return type == "url" && !truth_of(attribute, "to_ids").value_or(false) &&
         (category == "External analysis" || category == "Internal reference" || category == "Antivirus detection");
}

Sightings sightings_of(const json::object& attribute) {
  Sightings out;
  each_object(attribute, "Sighting", [&](const json::object& sighting) {
    const auto at = instant_of(sighting, "date_sighting");
    const auto type = number_of(sighting, "type").value_or(seen);
    if (type == expiration) {
      if (at != 0) out.expires = out.expires == 0 ? at : std::min(out.expires, at);
    } else if (type == seen || type == false_positive) {
      const auto kind = type == seen ? v1::KIND_SIGHTING : v1::KIND_DISPUTE;
      count_one(entry_for(out.seen, kind, base::cut(witness_of(sighting), bulletin::max_list_entry_bytes)), at);
    }
  });
  return out;
}

}  // namespace tidings::misp
