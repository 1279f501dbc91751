#include "formats/stix/object.hpp"

#include <algorithm>

#include "base/clock.hpp"

namespace tidings::stix {

std::string_view text_of(const Object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

const Object* object_of(const Object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

void for_each_text(const Object& object, std::string_view name, const std::function<void(std::string_view)>& take) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return;
  if (const auto* text = value->if_string()) take({text->data(), text->size()});
  const auto* list = value->if_array();
  if (list == nullptr) return;
  for (const auto& each : *list) {
    if (const auto* text = each.if_string()) take({text->data(), text->size()});
  }
}

bool is_of_texts(const Object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || value->is_null() || value->is_string()) return true;
  const auto* list = value->if_array();
  return list != nullptr && std::ranges::all_of(*list, [](const auto& each) { return each.is_string(); });
}

std::uint64_t time_of(const Object& object, std::string_view name) {
  const auto at = base::instant_from_text(text_of(object, name));
  return at ? at->us : 0;
}

std::uint64_t number_of(const Object& object, std::string_view name, std::uint64_t otherwise) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return otherwise;
  if (const auto* number = value->if_int64()) return *number < 0 ? otherwise : static_cast<std::uint64_t>(*number);
  const auto* large = value->if_uint64();
  return large == nullptr ? otherwise : *large;
}

bool flag_of(const Object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* flag = value == nullptr ? nullptr : value->if_bool();
  return flag != nullptr && *flag;
}

bool is_id(std::string_view id) {
  const auto dashes = id.find("--");
  return id.size() <= max_id_bytes && dashes != 0 && dashes != std::string_view::npos && dashes + 2 < id.size();
}

std::string_view type_of_id(std::string_view id) { return id.substr(0, id.find("--")); }

std::string without_blanks(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  std::size_t at = 0;
  while (at < json.size()) {
    const auto begin = at;
    while (at < json.size() && json[at] != '"' && json[at] != ' ' && json[at] != '\n' && json[at] != '\r' &&
           json[at] != '\t')
      ++at;
    out.append(json.substr(begin, at - begin));
    if (at >= json.size()) break;
    if (json[at] != '"') {
      ++at;
      continue;
    }
    const auto quote = at++;
    while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
    at = at < json.size() ? at + 1 : json.size();
    out.append(json.substr(quote, at - quote));
  }
  return out;
}

}  // namespace tidings::stix
