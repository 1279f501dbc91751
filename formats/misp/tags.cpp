#include "formats/misp/tags.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/bytes.hpp"
#include "core/bulletin/bulletin.hpp"

namespace tidings::misp {
namespace {

constexpr std::array<std::string_view, 5> members = {"Tag", "tags", "Tags", "EventTag", "AttributeTag"};
// MISP's levels of distribution, of which the others are for fewer.
constexpr std::uint64_t all_communities = 3;
constexpr std::uint64_t inherit = 5;
/// What the wrapper of a tag has in it.
constexpr std::string_view wrapped = "Tag";
constexpr std::string_view source_begin = "tidings:bulletin=\"";

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

/// Of a member that says yes or no; what cannot be read says what keeps more back.
bool says(const json::object& object, std::string_view name, bool unsaid) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return unsaid;
  return truth_of(object, name).value_or(!unsaid);
}

}  // namespace

bool holds_tags(std::string_view member) { return std::ranges::find(members, member) != members.end(); }

void each_tag_in(const json::value& value, const std::function<void(const json::value& tag)>& take) {
  if (is_empty(value)) return;
  if (const auto* list = value.if_array()) {
    for (const auto& tag : *list) take(tag);
  } else if (const auto* numbered = numbered_list(value)) {
    for (const auto& member : *numbered) take(member.value());
  } else {
    take(value);
  }
}

void each_tag(const json::object& thing, const std::function<void(const json::value& tag)>& take) {
  for (const auto& member : thing) {
    if (holds_tags(member.key())) each_tag_in(member.value(), take);
  }
}

void drop_tags(json::object& thing, const std::function<bool(const json::value& tag)>& is_dropped) {
  for (const auto name : members) {
    auto* value = thing.if_contains(name);
    if (value == nullptr || is_empty(*value)) continue;
    if (auto* list = value->if_array()) {
      for (auto at = list->begin(); at != list->end();) at = is_dropped(*at) ? list->erase(at) : at + 1;
    } else if (const auto* numbered = numbered_list(*value)) {
      json::array kept;
      for (const auto& member : *numbered) {
        if (!is_dropped(member.value())) kept.push_back(member.value());
      }
      *value = std::move(kept);
    } else if (is_dropped(*value)) {
      thing.erase(name);
    }
  }
}

void add_tag(json::object& thing, const std::string& name) {
  json::array tags;
  if (const auto* had = thing.if_contains("Tag")) {
    each_tag_in(*had, [&](const json::value& tag) { tags.push_back(tag); });
  }
  tags.emplace_back(json::object{{"name", name}});
  thing["Tag"] = std::move(tags);
}

std::string source_tag(std::string_view bulletin) { return std::string(source_begin) + base::to_hex(bulletin) + '"'; }

std::string too_many_sources_tag() {
  return std::string(source_begin) + "more than " + std::to_string(bulletin::max_based_on) + '"';
}

std::optional<std::string> source_in(std::string_view tag) {
  const bool begins = tag.size() >= source_begin.size() &&
                      std::ranges::equal(tag.substr(0, source_begin.size()), source_begin, {}, small);
  if (!begins) return std::nullopt;
  tag.remove_prefix(source_begin.size());
  return std::string(tag.substr(0, tag.find('"')));
}

void name_sources(json::object& thing, const std::set<std::string>& bulletins) {
  std::set<std::string> wanted;
  for (const auto& id : bulletins) wanted.insert(source_tag(id));
  if (bulletins.size() > bulletin::max_based_on) wanted = {too_many_sources_tag()};
  each_tag(thing, [&](const json::value& tag) { wanted.erase(std::string(tag_name(tag))); });
  for (const auto& name : wanted) add_tag(thing, name);
}

std::string_view tag_name(const json::value& tag) {
  std::string_view name;
  if (const auto* text = tag.if_string()) name = {text->data(), text->size()};
  if (const auto* object = tag.if_object()) {
    name = text_of(*object, "name");
    if (const auto* inner = object_of(*object, wrapped); name.empty() && inner != nullptr)
      name = text_of(*inner, "name");
  }
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = name.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return name.substr(begin, name.find_last_not_of(blanks) - begin + 1);
}

bool may_travel(const json::object& tag) {
  if (says(tag, "local", false) || says(tag, "local_only", false) || says(tag, "deleted", false)) return false;
  if (!says(tag, "exportable", true)) return false;
  const auto* inner = object_of(tag, wrapped);
  return inner == nullptr || may_travel(*inner);
}

bool may_travel(const json::value& tag) { return !tag.is_object() || may_travel(tag.get_object()); }

bool is_for_all(const json::object& galaxy) {
  const auto* value = galaxy.if_contains("distribution");
  if (value == nullptr || value->is_null()) return true;
  const auto level = number_of(galaxy, "distribution");
  return level == all_communities || level == inherit;
}

void each_kept_cluster(const json::object& thing, const std::function<void(const json::object& cluster)>& take) {
  each_object(thing, "Galaxy", [&](const json::object& galaxy) {
    const bool stays = !is_for_all(galaxy);
    each_object(galaxy, "GalaxyCluster", [&](const json::object& cluster) {
      if (stays || !is_for_all(cluster)) take(cluster);
    });
  });
}

std::vector<std::string_view> kept_tags(const json::object& thing) {
  std::vector<std::string_view> names;
  each_kept_cluster(thing, [&](const json::object& cluster) { names.push_back(text_of(cluster, "tag_name")); });
  return names;
}

bool is_among(const json::value& tag, const std::vector<std::string_view>& names) {
  return std::ranges::find(names, tag_name(tag)) != names.end();
}

}  // namespace tidings::misp
