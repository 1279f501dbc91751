#include "formats/misp/marking.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/letters.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/draft/named_source.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/misp/tags.hpp"
#include "formats/rules/marking.hpp"

namespace tidings::misp {
namespace {

// MISP's levels of distribution.
constexpr std::uint64_t your_organisation = 0;
constexpr std::uint64_t this_community = 1;
constexpr std::uint64_t connected_communities = 2;
constexpr std::uint64_t all_communities = 3;
constexpr std::uint64_t sharing_group = 4;
constexpr std::uint64_t inherit = 5;

constexpr const char* unknown_level = " is no TLP that is known here";

void keep_local(Marking& marking, std::string why) {
  marking.local = true;
  if (marking.why.empty()) marking.why = std::move(why);
}

void refuse_sources(Marking& marking) {
  marking.refused = true;
  marking.why = "it came from more than " + std::to_string(bulletin::max_based_on) +
                " bulletins, more than one can be based on, or names one without its id: export less of it at once, or "
                "as STIX, where each object names its own";
}

void take_stated(Marking& marking, const draft::Stated& stated, std::string_view where) {
  marking.tlp = std::max(marking.tlp, stated.tlp);
  marking.pap = std::max(marking.pap, stated.pap);
  if (stated.unreadable.empty()) return;
  keep_local(marking, std::string(where) + stated.unreadable + unknown_level);
}

/// What a tag names that is no id is named by nobody, and holds nothing.
void take_source(Marking& marking, std::string_view named) {
  const auto id = draft::source_from_text(named);
  const auto place = id ? std::ranges::lower_bound(marking.bulletins, *id) : marking.bulletins.end();
  const bool is_new = id && (place == marking.bulletins.end() || *place != *id);
  if (is_new) marking.bulletins.insert(place, *id);
  if (!id || marking.bulletins.size() > bulletin::max_based_on) refuse_sources(marking);
}

void take_tag(Marking& marking, const json::value& tag) {
  const auto name = tag_name(tag);
  if (const auto source = source_in(name)) return take_source(marking, *source);
  if (name.empty()) return keep_local(marking, "a tag of it is in a shape that cannot be read");
  take_stated(marking, draft::stated_by_tag(name), "the tag ");
}

/// A galaxy of the type tlp states a level by each of its clusters, which need not stand among the tags.
void take_galaxies(Marking& marking, const json::object& thing) {
  each_object(thing, "Galaxy", [&](const json::object& galaxy) {
    each_object(galaxy, "GalaxyCluster", [&](const json::object& cluster) {
      take_stated(marking, draft::stated_by_tag(text_of(cluster, "tag_name")), "the cluster ");
      for (const auto* typed : {&galaxy, &cluster}) {
        const auto type = base::lowered(text_of(*typed, "type"));
        if (type != "tlp" && type != "pap") continue;
        const auto value = text_of(cluster, "value");
        const bool is_whole = draft::is_marking_tag(value);
        take_stated(marking, draft::stated_by_tag(is_whole ? std::string(value) : type + ":" + std::string(value)),
                    "the cluster ");
      }
    });
  });
}

bool is_rule(std::string_view type) {
  constexpr auto languages = std::to_array<std::string_view>({"bro", "sigma", "snort", "suricata", "yara", "zeek"});
  return type.starts_with("pattern-in-") || std::ranges::find(languages, type) != languages.end();
}

draft::Stated words_of(const json::object& thing) {
  draft::Stated words;
  for (const auto* member : {"info", "comment", "name", "content", "note"})
    words.narrow(draft::narrowing_in(text_of(thing, member)));
  const auto type = text_of(thing, "type");
  if (type == "comment" || type == "text") words.narrow(draft::narrowing_in(text_of(thing, "value")));
  if (is_rule(type)) words.narrow(rules::narrowing_in_rule(type, text_of(thing, "value")));
  each_object(thing, "ObjectReference",
              [&](const json::object& reference) { words.narrow(draft::narrowing_in(text_of(reference, "comment"))); });
  const auto* event = object_of(thing, "Event");
  if (event != nullptr) words.narrow(words_of(*event));
  return words;
}

void take_sharing_group(Marking& marking, const json::object& thing, const SharingGroups& groups) {
  const auto* group = object_of(thing, "SharingGroup");
  const auto uuid = group != nullptr ? base::lowered(text_of(*group, "uuid")) : std::string();
  const auto mapped = groups.find(uuid);
  if (uuid.empty() || mapped == groups.end()) {
    marking.refused = true;
    marking.why = "it is for the sharing group " + (uuid.empty() ? "of an unknown uuid" : uuid) +
                  ", which is mapped to no organisations";
    return;
  }
  marking.release_to = mapped->second;
  std::ranges::sort(*marking.release_to);
}

void take_distribution(Marking& marking, const json::object& thing, const SharingGroups& groups) {
  const auto* value = thing.if_contains("distribution");
  if (value == nullptr || value->is_null()) return;
  const auto level = number_of(thing, "distribution");
  if (level == this_community)
    marking.tlp = v1::TLP_AMBER_STRICT;
  else if (level == connected_communities)
    marking.tlp = v1::TLP_AMBER;
  else if (level == sharing_group)
    take_sharing_group(marking, thing, groups);
  else if (level == your_organisation)
    keep_local(marking, "distribution 0: for the author's own organisation");
  else if (level != all_communities && level != inherit)
    keep_local(marking, "a distribution that is not known here");
}

}  // namespace

Marking tagged_marking(const json::object& thing, const SharingGroups& groups) {
  Marking marking;
  take_distribution(marking, thing, groups);
  each_tag(thing, [&](const json::value& tag) { take_tag(marking, tag); });
  take_galaxies(marking, thing);
  const auto* event = object_of(thing, "Event");
  return event == nullptr ? marking : narrowest(marking, tagged_event(*event, groups));
}

Marking tagged_event(const json::object& event, const SharingGroups& groups) {
  auto marking = tagged_marking(event, groups);
  const bool for_all = number_of(event, "distribution") == all_communities;
  if (for_all && marking.tlp == v1::TLP_UNSPECIFIED) marking.tlp = v1::TLP_GREEN;
  return marking;
}

Marking narrowed_by_words(Marking marking, const json::object& thing, std::optional<v1::Tlp> unmarked) {
  const auto words = words_of(thing);
  v1::Audience audience;
  audience.set_tlp(marking.tlp);
  audience.set_pap(marking.pap);
  draft::narrow_by_words(audience, words, unmarked);
  marking.tlp = audience.tlp();
  marking.pap = audience.pap();
  if (!words.unreadable.empty()) keep_local(marking, "in its words, " + words.unreadable + unknown_level);
  return marking;
}

Marking marking_in(const Marking& around, const json::object& thing, const SharingGroups& groups,
                   std::optional<v1::Tlp> unmarked) {
  return narrowed_by_words(narrowest(around, tagged_marking(thing, groups)), thing, unmarked);
}

bool is_for_fewer(const json::object& part) {
  const auto own = marking_in({}, part, {}, {});
  return own.refused || own.local || own.tlp > v1::TLP_CLEAR || own.pap > v1::PAP_CLEAR;
}

Marking narrowest(const Marking& a, const Marking& b) {
  Marking out{a.refused || b.refused, a.local || b.local, std::max(a.tlp, b.tlp), std::max(a.pap, b.pap), {}, {}};
  out.why = a.refused || (a.local && !b.refused) ? a.why : b.why;
  std::ranges::set_union(a.bulletins, b.bulletins, std::back_inserter(out.bulletins));
  if (!out.refused && out.bulletins.size() > bulletin::max_based_on) refuse_sources(out);
  if (!a.release_to || !b.release_to) {
    out.release_to = a.release_to ? a.release_to : b.release_to;
    return out;
  }
  out.release_to.emplace();
  std::ranges::set_intersection(*a.release_to, *b.release_to, std::back_inserter(*out.release_to));
  return out;
}

v1::Audience audience_of(const Marking& marking) {
  v1::Audience audience;
  audience.set_tlp(marking.tlp);
  audience.set_pap(marking.pap);
  // Nobody is in both groups: an empty list would not narrow at all.
  audience.set_local(marking.local || (marking.release_to && marking.release_to->empty()));
  if (marking.release_to) {
    for (const auto& id : *marking.release_to) audience.add_release_to(id);
  }
  return audience;
}

}  // namespace tidings::misp
