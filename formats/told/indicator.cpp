#include "formats/told/indicator.hpp"

#include "core/observable/reach.hpp"
#include "formats/told/names.hpp"
#include "formats/told/said.hpp"

namespace tidings::told {

std::string match_name(v1::Match match) {
  return v1::Match_IsValid(match) ? std::string(observable::name(static_cast<observable::Match>(match))) : "unknown";
}

json::object json_of(const v1::WarningHit& hit) {
  json::object out;
  out["list"] = json_text(hit.list());
  out["entry"] = json_text(hit.entry());
  out["kind"] = json_text(hit.kind());
  out["weight"] = hit.weight();
  return out;
}

json::object json_of(const v1::Indicator& indicator) {
  json::object out;
  out["value"] = json_text(value_text(indicator.value().type(), indicator.value().value()));
  out["type"] = type_name(indicator.value().type());
  out["verdict"] = json_name(indicator.verdict());
  out["confidence"] = json_confidence(indicator.confidence());
  out["score"] = indicator.score();
  out["match"] = match_name(indicator.match());
  out["sightings"] = indicator.sightings();
  out["disputes"] = indicator.disputes();
  json::array warnings;
  for (const auto& each : indicator.warnings()) warnings.emplace_back(json_of(each));
  out["warnings"] = std::move(warnings);
  json::array said;
  for (const auto& each : indicator.said()) said.emplace_back(json_of(each));
  out["said"] = std::move(said);
  return out;
}

}  // namespace tidings::told
