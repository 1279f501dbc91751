#include "formats/misp/event_shape.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace tidings::misp {

using json_stream::Element;

base::Status settled(const Element& element, const OnElement& take) {
  const auto name = lists.at(is_of_objects(element) ? 1 : 0);
  const auto* thing = element.value.if_object();
  if (thing == nullptr) return take(element);
  const auto* wrapped = object_of(*thing, name);
  const bool is_settled = !is_of_objects(element) || object_of(*thing, lists.front()) == nullptr;
  if (wrapped == nullptr && is_settled) return take(element);
  json::object made(wrapped == nullptr ? *thing : *wrapped);
  for (const auto& member : *thing) {
    const bool is_in_it = wrapped == nullptr || member.key() == name;
    if (is_in_it || made.emplace(member.key(), member.value()).second) continue;
    return base::fail(base::ErrorCode::BadInput, std::string(element.pointer) + " has \"" + std::string(member.key()) +
                                                     "\" in its \"" + std::string(name) + "\" and beside it");
  }
  if (is_of_objects(element)) settle_list(made, lists.front());
  const json::value value(std::move(made));
  const auto bytes = json::serialize(value);
  return take({element.array, element.pointer, bytes, value});
}

base::Status each_held(const json::object& event, std::string_view pointer, const OnElement& take) {
  for (std::size_t list = 0; list < lists.size(); ++list) {
    const auto* held = array_of(event, lists.at(list));
    for (std::size_t i = 0; held != nullptr && i < held->size(); ++i) {
      const auto where = std::string(pointer) + "/" + std::string(lists.at(list)) + "/" + std::to_string(i);
      const auto bytes = json::serialize((*held)[i]);
      if (auto taken = take({list, where, bytes, (*held)[i]}); !taken) return taken;
    }
  }
  return {};
}

bool has_lists(const json::object& event) {
  return std::ranges::any_of(lists, [&](std::string_view list) {
    const auto* value = event.if_contains(list);
    return value != nullptr && value->is_structured();
  });
}

std::string why_hollow(const json::object& event) {
  const auto holds = [&](std::string_view list) {
    const auto* held = array_of(event, list);
    return held != nullptr && !held->empty();
  };
  if (std::ranges::any_of(lists, holds)) return {};
  if (const auto count = number_of(event, "attribute_count").value_or(0); count > 0)
    return "it says that it has " + std::to_string(count) + " attributes, and none is in it";
  if (!has_lists(event) && event.contains("uuid"))
    return "it has neither attributes nor objects: it is an index of events, or was asked for without them";
  return event.contains("uuid") || event.contains("info") ? std::string() : "there is nothing in it";
}

}  // namespace tidings::misp
