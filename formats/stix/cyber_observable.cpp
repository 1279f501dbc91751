#include "formats/stix/cyber_observable.hpp"

#include "formats/stix/pattern_property.hpp"

namespace tidings::stix {
namespace {

void take(std::string_view text, observable::Type hint, std::vector<observable::Observable>& out) {
  auto parsed = observable::parse(text, {hint, false});
  if (parsed) out.push_back(std::move(parsed->observable));
}

}  // namespace

std::vector<observable::Observable> observables_of(const Object& cyber_observable) {
  std::vector<observable::Observable> out;
  const auto type = text_of(cyber_observable, "type");
  if (const auto* hashes = object_of(cyber_observable, "hashes")) {
    for (const auto& [algorithm, value] : *hashes) {
      const auto property = hash_property(type, {algorithm.data(), algorithm.size()});
      if (property && value.is_string())
        take({value.get_string().data(), value.get_string().size()}, property->hint, out);
    }
  }
  if (!out.empty()) return out;
  for (const auto& [name, value] : cyber_observable) {
    const auto property = property_at({std::string(type), {{Step::Kind::Property, std::string(name)}}});
    if (!property) continue;
    if (value.is_string())
      take({value.get_string().data(), value.get_string().size()}, property->hint, out);
    else if (value.is_int64())
      take("AS" + std::to_string(value.get_int64()), property->hint, out);
  }
  return out;
}

}  // namespace tidings::stix
