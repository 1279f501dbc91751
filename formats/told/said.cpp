#include "formats/told/said.hpp"

#include "core/bulletin/names.hpp"
#include "formats/told/names.hpp"

namespace tidings::told {
namespace {

/// What no single arrival can tell.
bool is_of_the_merged_view(std::string_view member) {
  return member == "counts" || member == "copied_from" || member == "betrayed_by" || member == "trust";
}

}  // namespace

json::object json_of(const v1::Sighting& sighting) {
  json::object out;
  out["count"] = sighting.count();
  out["first_seen"] = json_time(sighting.first_seen());
  out["last_seen"] = json_time(sighting.last_seen());
  out["ecosystem"] = json_text(sighting.ecosystem());
  return out;
}

json::object json_of(const v1::Said& said) {
  json::object out;
  out["origin"] = json_id(said.origin());
  out["origin_name"] = json_text(said.origin_name());
  out["introduced_by"] = said.introduced_by().empty() ? json::value(nullptr) : json_text(said.introduced_by());
  out["received_from"] = said.received_from().empty() ? json::value(nullptr) : json_text(said.received_from());
  out["signature_verified"] = said.signature_verified();
  out["counts"] = said.counts();
  out["copied_from"] = json_id_or_null(said.copied_from());
  out["betrayed_by"] = said.betrayed_by().empty() ? json::value(nullptr) : json_text(said.betrayed_by());
  out["trust"] = said.trust();
  out["kind"] = bulletin::name(said.kind());
  out["tlp"] = json_name(said.tlp());
  out["pap"] = json_name(said.pap());
  out["verdict"] = json_name(said.verdict());
  out["role"] = json_name(said.role());
  out["confidence"] = json_confidence(said.confidence());
  out["title"] = json_text(said.title());
  out["producer"] = said.producer().empty() ? json::value(nullptr) : json_text(said.producer());
  out["comment"] = json_text(said.comment());
  out["text"] = json_text(said.text());
  out["tags"] = json_texts(said.tags());
  out["ecosystems"] = json_texts(said.ecosystems());
  out["valid_from"] = json_time(said.valid_from());
  out["valid_until"] = json_time(said.valid_until());
  out["issued_at"] = json_time(said.issued_at());
  out["received_at"] = json_time(said.received_at());
  out["bulletin"] = json_id(said.bulletin_id());
  out["publication"] = json_id_or_null(said.publication_id());
  out["revision"] = said.revision();
  out["claim"] = said.claim();
  out["sighting"] = said.has_sighting() ? json::value(json_of(said.sighting())) : json::value(nullptr);
  return out;
}

json::object json_of(const v1::Arrival& arrival) {
  json::object out;
  out["value"] = nullptr;
  out["type"] = nullptr;
  if (arrival.has_value()) {
    out["value"] = json_text(value_text(arrival.value().type(), arrival.value().value()));
    out["type"] = type_name(arrival.value().type());
  }
  for (auto& member : json_of(arrival.said())) {
    if (!is_of_the_merged_view(member.key())) out[member.key()] = std::move(member.value());
  }
  json::array targets;
  for (const auto& target : arrival.targets()) {
    json::object one;
    one["bulletin"] = json_id(target.bulletin_id());
    one["claims"] = json::array(target.claims().begin(), target.claims().end());
    targets.emplace_back(std::move(one));
  }
  out["targets"] = std::move(targets);
  out["cursor"] = json_id(arrival.cursor());
  return out;
}

}  // namespace tidings::told
