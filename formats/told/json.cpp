#include "formats/told/json.hpp"

#include <boost/json/serialize.hpp>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/utf8.hpp"

namespace tidings::told {
namespace {

void append_pretty(std::string& out, const json::value& value, std::size_t indent);

void append_array(std::string& out, const json::array& array, std::size_t indent) {
  out += "[";
  bool first = true;
  for (const auto& each : array) {
    out += (first ? "\n" : ",\n") + std::string(indent + 2, ' ');
    append_pretty(out, each, indent + 2);
    first = false;
  }
  out += (first ? "" : "\n" + std::string(indent, ' ')) + "]";
}

void append_object(std::string& out, const json::object& object, std::size_t indent) {
  out += "{";
  bool first = true;
  for (const auto& [name, each] : object) {
    out += (first ? "\n" : ",\n") + std::string(indent + 2, ' ') + json::serialize(json::string(name)) + ": ";
    append_pretty(out, each, indent + 2);
    first = false;
  }
  out += (first ? "" : "\n" + std::string(indent, ' ')) + "}";
}

void append_pretty(std::string& out, const json::value& value, std::size_t indent) {
  if (value.is_object()) {
    append_object(out, value.get_object(), indent);
  } else if (value.is_array()) {
    append_array(out, value.get_array(), indent);
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

json::string json_text(std::string_view text) { return json::string(base::to_valid_utf8(text)); }
json::string json_id(std::string_view bytes) { return json::string(base::to_hex(bytes)); }

json::value json_id_or_null(std::string_view bytes) {
  if (bytes.empty()) return nullptr;
  return json_id(bytes);
}

json::value json_time(std::uint64_t us) {
  if (us == 0) return nullptr;
  return json::value(json::string(base::to_text(base::Instant{us})));
}

json::value json_confidence(std::uint32_t plus_one) {
  if (plus_one == 0) return nullptr;
  return plus_one - 1;
}

std::string pretty(const json::value& value) {
  std::string out;
  append_pretty(out, value, 0);
  return out;
}

std::string compact(const json::value& value) { return json::serialize(value); }

}  // namespace tidings::told
