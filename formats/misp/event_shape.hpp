#pragma once
/// The attributes and objects of an event, in the shapes in which servers and programs write them: arrays, lists that
/// PHP numbered, one alone, each bare or in {"Attribute": …}; and events that came without them. Inside of this folder.
/// Lives on: any executor.
#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "formats/json/cutter.hpp"
#include "formats/misp/members.hpp"

namespace tidings::misp {

/// What an event has besides its own words, in the order in which the reader cuts it from the document.
inline constexpr std::array<std::string_view, 2> lists = {"Attribute", "Object"};
inline bool is_of_objects(const json_stream::Element& element) { return element.array % lists.size() == 1; }

using OnElement = std::function<base::Status(const json_stream::Element&)>;

/// Gives it without what some answers have around it ({"Object": …, "Event": …}), and an object's attributes in an
/// array. BadInput where what stands around it and in it have the same name; and what `take` answers.
base::Status settled(const json_stream::Element& element, const OnElement& take);

/// Gives what stands in the event itself since it was no array in the document and was not cut from it.
base::Status each_held(const json::object& event, std::string_view pointer, const OnElement& take);

bool has_lists(const json::object& event);  ///< empty ones, too

/// Why an event of which nothing was cut is none to publish; empty where it is one. What an index, or an answer without
/// attributes, says of an event would end all that is published of it.
std::string why_hollow(const json::object& event);

}  // namespace tidings::misp
