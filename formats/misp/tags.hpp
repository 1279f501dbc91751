#pragma once
/// The tags of an event, object or attribute, in every shape that programs write them: "Tag" as MISP has it, "tags",
/// "EventTag" and "AttributeTag", which wrap each; a list, one alone, or a list as PHP numbers it; objects or names.
/// Lives on: any executor.
#include <boost/json/value.hpp>
#include <functional>
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
