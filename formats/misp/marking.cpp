#include "formats/misp/marking.hpp"

#include <algorithm>
#include <iterator>

#include "core/bulletin/bulletin.hpp"
#include "formats/draft/named_source.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/misp/tags.hpp"

namespace tidings::misp {
namespace {

// MISP's levels of distribution.
constexpr std::uint64_t your_organisation = 0;
constexpr std::uint64_t this_community = 1;
constexpr std::uint64_t connected_communities = 2;
constexpr std::uint64_t all_communities = 3;
constexpr std::uint64_t sharing_group = 4;
constexpr std::uint64_t inherit = 5;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return out;
}

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
  keep_local(marking, std::string(where) + stated.unreadable + " is no TLP that is known here");
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

void take_words(Marking& marking, std::string_view words) {
  take_stated(marking, draft::narrowing_in(words), "in its words, ");
}

void take_sharing_group(Marking& marking, const json::object& thing, const SharingGroups& groups) {
  const auto* group = object_of(thing, "SharingGroup");
  const auto uuid = group != nullptr ? lower(text_of(*group, "uuid")) : std::string();
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
  return marking;
}

Marking marking_of(const json::object& thing, const SharingGroups& groups) {
  auto marking = tagged_marking(thing, groups);
  for (const auto* words : {"info", "comment", "name", "content"}) take_words(marking, text_of(thing, words));
  const auto type = text_of(thing, "type");
  if (type == "comment" || type == "text") take_words(marking, text_of(thing, "value"));
  return marking;
}

void settle(Marking& marking, const json::object& event) {
  const bool for_all = number_of(event, "distribution") == all_communities;
  if (for_all && marking.tlp == v1::TLP_UNSPECIFIED) marking.tlp = v1::TLP_GREEN;
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
