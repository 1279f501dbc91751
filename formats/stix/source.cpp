#include "formats/stix/source.hpp"

#include <boost/json/parse.hpp>

#include "formats/draft/named_source.hpp"
#include "formats/stix/member_text.hpp"

namespace tidings::stix {
namespace {

constexpr std::string_view extension = "extension-definition--7d8c2a54-3f0e-4b1d-9c66-5a1e0b7f2d43";
constexpr std::size_t max_depth = 64;  ///< of an object that leaves: object_text.hpp
constexpr std::string_view references = "external_references", bulletins = "bulletins", extensions = "extensions";

/// Behind its members, or in place of one that is not what the standard says.
void put(std::string& text, std::string_view name, const std::string& value) {
  if (const auto member = find_member(text, name)) {
    text.replace(member->value, member->end - member->value, value);
    return;
  }
  text.insert(text.rfind('}'), ",\"" + std::string(name) + "\":" + value);
}

/// Behind what the list has; false where there is no list.
bool put_in_list(std::string& text, std::string_view name, const std::string& value) {
  const auto list = find_member(text, name);
  if (!list || text[list->value] != '[') return false;
  const auto end = list->end - 1;
  const bool is_empty = text.find_first_not_of(" \t\r\n", list->value + 1) == end;
  text.insert(end, (is_empty ? "" : ",") + value);
  return true;
}

void put_extension(std::string& text, const std::string& hex) {
  const auto quoted = '"' + hex + '"';
  const auto ours = R"({"extension_type":"property-extension","bulletins":[)" + quoted + "]}";
  const auto all = find_member(text, extensions);
  if (!all || text[all->value] != '{')
    return put(text, extensions, "{\"" + std::string(extension) + "\":" + ours + "}");
  auto inner = text.substr(all->value, all->end - all->value);
  if (const auto known = find_member(inner, extension)) {
    auto one = inner.substr(known->value, known->end - known->value);
    if (!put_in_list(one, bulletins, quoted)) one = ours;
    inner.replace(known->value, known->end - known->value, one);
  } else {
    const bool is_empty = inner.find_first_not_of(" \t\r\n", 1) == inner.size() - 1;
    inner.insert(1, "\"" + std::string(extension) + "\":" + ours + (is_empty ? "" : ","));
  }
  text.replace(all->value, all->end - all->value, inner);
}

bool names(const std::string& text, std::string_view bulletin) {
  boost::system::error_code error;
  boost::json::parse_options how;
  how.max_depth = max_depth;
  const auto object = boost::json::parse(text, error, {}, how);
  bool named = false;
  if (!error && object.is_object()) {
    each_source(object.get_object(), [&](const std::string& id) { named |= id == bulletin; });
  }
  return named;
}

}  // namespace

void each_source(const Object& object, const std::function<void(const std::string& bulletin)>& take) {
  const auto give = [&](std::string_view hex) {
    if (const auto id = draft::source_from_text(hex)) take(*id);
  };
  const auto* value = object.if_contains(references);
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list != nullptr) {
    for (const auto& each : *list) {
      const auto* reference = each.if_object();
      if (reference != nullptr && text_of(*reference, "source_name") == source_name) {
        give(text_of(*reference, "external_id"));
      }
    }
  }
  const auto* extended = object_of(object, extensions);
  const auto* ours = extended == nullptr ? nullptr : object_of(*extended, extension);
  if (ours != nullptr) for_each_text(*ours, bulletins, give);
}

void name_source(std::string& text, std::string_view bulletin) {
  const auto hex = base::to_hex(bulletin);
  if (text.find(hex) != std::string::npos && names(text, bulletin)) return;
  const bool has_references = find_member(text, "created") || find_member(text, "modified");
  if (!has_references) return put_extension(text, hex);
  const auto reference = R"({"source_name":"tidings","external_id":")" + hex + "\"}";
  if (!put_in_list(text, references, reference)) put(text, references, "[" + reference + "]");
}

}  // namespace tidings::stix
