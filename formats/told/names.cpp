#include "formats/told/names.hpp"

#include "base/bytes.hpp"
#include "core/bulletin/names.hpp"
#include "core/observable/observable.hpp"

namespace tidings::told {

std::string type_name(std::uint32_t number) {
  const auto type = observable::type_from_number(number);
  return type ? std::string(observable::name(*type)) : "unknown";
}

std::string value_text(std::uint32_t number, std::string_view value) {
  const auto type = observable::type_from_number(number);
  if (!type || !observable::is_canonical(*type, value)) return base::to_hex(value);
  return observable::to_text(*type, value);
}

json::value json_name(v1::Role role) {
  if (role == v1::ROLE_UNSPECIFIED) return nullptr;
  return json::value(json::string(bulletin::name(role)));
}
json::value json_name(v1::Verdict verdict) {
  if (verdict == v1::VERDICT_UNSPECIFIED) return nullptr;
  return json::value(json::string(bulletin::name(verdict)));
}
json::value json_name(v1::Tlp tlp) {
  if (tlp == v1::TLP_UNSPECIFIED) return nullptr;
  return json::value(json::string(bulletin::name(tlp)));
}
json::value json_name(v1::Pap pap) {
  if (pap == v1::PAP_UNSPECIFIED) return nullptr;
  return json::value(json::string(bulletin::name(pap)));
}

}  // namespace tidings::told
