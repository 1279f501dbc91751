// Attributes for indicators that came from elsewhere, and the event around them.
#include <algorithm>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "core/bulletin/names.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/event_head.hpp"
#include "formats/misp/published.hpp"
#include "formats/told/json.hpp"

namespace tidings::misp {
namespace {

constexpr std::uint64_t us_a_second = 1'000'000;

std::string seconds(std::uint64_t us) { return std::to_string(us / us_a_second); }

json::object tag(std::string_view name) { return {{"name", told::json_text(name)}}; }

bool is_of_the_event(std::string_view name) {
  for (const auto* begin : {"misp:threat-level=", "misp:analysis=", "misp:date=", "misp:published="}) {
    if (name.starts_with(begin)) return true;
  }
  return false;
}

/// RED and AMBER+STRICT are for whoever pulls it alone; AMBER for its community, the rest for all that TLP lets.
std::string_view distribution_of(v1::Tlp tlp) {
  if (tlp == v1::TLP_CLEAR || tlp == v1::TLP_GREEN) return "3";
  return tlp == v1::TLP_AMBER ? "1" : "0";
}

json::array tags_of_row(const Row& row, const Reach& reach) {
  json::array tags;
  for (const auto& name : *row.tags) {
    if (name == not_for_detection || is_of_the_event(name) || !type_of_tag(name).empty()) continue;
    tags.emplace_back(tag(name));
  }
  if (row.tlp > reach.tlp) tags.emplace_back(tag("tlp:" + bulletin::name(row.tlp)));
  if (row.pap > reach.pap) tags.emplace_back(tag("PAP:" + bulletin::name(row.pap)));
  return tags;
}

std::string foreign_type(const Row& row) {
  for (const auto& name : *row.tags) {
    const auto type = type_of_tag(name);
    if (attribute_type(type).form == Form::Foreign) return std::string(type);
  }
  return "other";
}

/// "high-risk" of misp:threat-level="high-risk"; empty if no tag says it.
std::string_view said_level(const v1::Said& said, std::string_view predicate) {
  for (const auto& name : said.tags()) {
    std::string_view text(name);
    if (!text.starts_with("misp:") || !text.substr(5).starts_with(predicate)) continue;
    text.remove_prefix(5 + predicate.size());
    if (text.size() > 3 && text.starts_with("=\"") && text.ends_with('"')) return text.substr(2, text.size() - 3);
  }
  return {};
}

void put_levels(json::object& event, const v1::Said& said) {
  const auto threat = said_level(said, "threat-level");
  const auto analysis = said_level(said, "analysis");
  event["threat_level_id"] = threat == "high-risk"     ? "1"
                             : threat == "medium-risk" ? "2"
                             : threat == "low-risk"    ? "3"
                                                       : "4";
  event["analysis"] = analysis == "initial" ? "0" : analysis == "ongoing" ? "1" : "2";
  const auto date = said_level(said, "date");
  event["date"] = date.size() == 10 ? std::string(date) : base::to_text(base::Instant{said.issued_at()}).substr(0, 10);
}

}  // namespace

json::array sightings_of(const std::vector<Answer>& answers, const std::string& attribute) {
  json::array sightings;
  for (const auto& answer : answers) {
    json::object one;
    one["uuid"] = id_of("sighting " + attribute + " " + base::to_hex(answer.bulletin));
    one["attribute_uuid"] = attribute;
    one["type"] = answer.kind == v1::KIND_DISPUTE ? "1" : "0";
    one["date_sighting"] = seconds(answer.at);
    one["source"] = told::json_text(answer.by);
    sightings.emplace_back(std::move(one));
  }
  return sightings;
}

json::object attribute_of(const Row& row, const std::string& event, const Reach& reach) {
  const auto type = observable::type_from_number(row.type).value_or(observable::Type::Other);
  auto form = attribute_form(type, row.value, row.role);
  if (type == observable::Type::Other) {
    form.type = foreign_type(row);
    form.category = foreign_category(form.type);
  }
  const auto uuid = id_of("attribute " + event + " " + std::to_string(row.type) + " " + row.value);
  json::object out;
  out["uuid"] = uuid;
  out["type"] = form.type;
  out["category"] = form.category;
  out["value"] = told::json_text(form.value);
  out["to_ids"] = row.detect;
  out["comment"] = told::json_text(row.comment);
  out["timestamp"] = seconds(row.issued_at);
  out["distribution"] = row.tlp > reach.tlp ? distribution_of(row.tlp) : "5";
  if (row.kept && !reach.kept) out["distribution"] = "0";
  if (row.valid_from != 0 && row.valid_from != row.issued_at) {
    out["first_seen"] = told::json_time(row.valid_from);
  }
  if (auto tags = tags_of_row(row, reach); !tags.empty()) out["Tag"] = std::move(tags);
  if (auto sightings = sightings_of(row.answers, uuid); !sightings.empty()) out["Sighting"] = std::move(sightings);
  return out;
}

json::object new_event(const std::string& uuid, const v1::Said& said, const Reach& reach) {
  json::object event;
  event["uuid"] = uuid;
  event["info"] = told::json_text(said.title().empty() ? "Indicators of " + said.origin_name() : said.title());
  put_levels(event, said);
  event["timestamp"] = seconds(said.issued_at());
  event["publish_timestamp"] = seconds(said.issued_at());
  event["published"] = true;
  event["distribution"] = distribution_of(reach.tlp);
  event["Orgc"] = json::object{{"name", told::json_text(said.origin_name())},
                               {"uuid", id_of("organisation " + base::to_hex(said.origin()))}};
  json::array tags;
  if (reach.tlp != v1::TLP_UNSPECIFIED) tags.emplace_back(tag("tlp:" + bulletin::name(reach.tlp)));
  if (reach.pap != v1::PAP_UNSPECIFIED) tags.emplace_back(tag("PAP:" + bulletin::name(reach.pap)));
  event["Tag"] = std::move(tags);
  event["Attribute"] = json::array();
  return event;
}

}  // namespace tidings::misp
