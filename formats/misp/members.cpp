#include "formats/misp/members.hpp"

#include <charconv>

#include "base/clock.hpp"

namespace tidings::misp {
namespace {

constexpr std::uint64_t us_a_second = 1'000'000;
constexpr std::uint64_t last_second = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

std::optional<std::uint64_t> number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return number_in(text_of(object, name));
  if (value->is_uint64()) return value->get_uint64();
  if (value->is_int64() && value->get_int64() >= 0) return static_cast<std::uint64_t>(value->get_int64());
  return std::nullopt;
}

std::optional<bool> truth_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  if (const auto text = text_of(object, name); text == "true" || text == "false") return text == "true";
  if (const auto number = number_of(object, name)) return *number != 0;
  return std::nullopt;
}

const json::array* array_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr ? value->if_array() : nullptr;
}

const json::object* object_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr ? value->if_object() : nullptr;
}

const json::object* numbered_list(const json::value& value) {
  const auto* object = value.if_object();
  const bool is_one = object != nullptr && !object->empty() && number_in(object->begin()->key()).has_value();
  return is_one ? object : nullptr;
}

void settle_list(json::object& thing, std::string_view name) {
  auto* value = thing.if_contains(name);
  if (value == nullptr || !value->is_object() || is_empty(*value)) return;
  json::array list;
  if (numbered_list(*value) == nullptr) {
    list.push_back(*value);
  } else {
    for (auto& member : value->get_object()) list.push_back(std::move(member.value()));
  }
  *value = std::move(list);
}

bool is_empty(const json::value& value) {
  if (const auto* array = value.if_array()) return array->empty();
  if (const auto* object = value.if_object()) return object->empty();
  if (const auto* text = value.if_string()) return text->empty();
  return value.is_null();
}

std::uint64_t instant_of(const json::object& object, std::string_view name) {
  if (const auto seconds = number_of(object, name)) return *seconds <= last_second ? *seconds * us_a_second : 0;
  const auto instant = base::instant_from_text(text_of(object, name));
  return instant ? instant->us : 0;
}

}  // namespace tidings::misp
