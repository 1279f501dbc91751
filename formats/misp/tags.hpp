#pragma once
/// The tags of an event, object or attribute, in every shape that programs write them: "Tag" as MISP has it, "tags",
/// "EventTag" and "AttributeTag", which wrap each; a list, one alone, or a list as PHP numbers it; objects or names.
/// Lives on: any executor.
#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/misp/members.hpp"

namespace tidings::misp {

/// Whether a member of this name holds tags.
bool holds_tags(std::string_view member);

void each_tag(const json::object& thing, const std::function<void(const json::value& tag)>& take);
/// The same of one such member's value.
void each_tag_in(const json::value& value, const std::function<void(const json::value& tag)>& take);
/// Takes away those of which it is true.
void drop_tags(json::object& thing, const std::function<bool(const json::value& tag)>& is_dropped);
/// Puts one behind those that "Tag" has.
void add_tag(json::object& thing, const std::string& name);

/// tidings:bulletin="…" names a bulletin that it came from, by its id in hex; MISP keeps tags where it hands events on.
std::string source_tag(std::string_view bulletin);
/// Stands for all where they are more than one can be based on: nobody is held to what is not named.
std::string too_many_sources_tag();
/// What a tag names so; nothing of another tag.
std::optional<std::string> source_in(std::string_view tag);
/// Has the thing name these bulletins, each once.
void name_sources(json::object& thing, const std::set<std::string>& bulletins);

/// Without blanks around; empty where the tag is of a shape that cannot be read.
std::string_view tag_name(const json::value& tag);
/// Of a tag, a galaxy or a cluster of one: MISP never lets those leave the instance that are local or not exportable,
/// and what was deleted is said no more.
bool may_travel(const json::object& tag);
bool may_travel(const json::value& tag);  ///< a bare name may

/// Whether a galaxy or a cluster of one is for all that its event is for, by its own distribution: what is for fewer
/// stays here.
bool is_for_all(const json::object& galaxy);
/// The clusters of a thing that stay here.
void each_kept_cluster(const json::object& thing, const std::function<void(const json::object& cluster)>& take);
/// The tags that say the same as these clusters do.
std::vector<std::string_view> kept_tags(const json::object& thing);
bool is_among(const json::value& tag, const std::vector<std::string_view>& names);

}  // namespace tidings::misp
