// Originals that came back, less what holds no more.
#include <algorithm>

#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/misp/marking.hpp"
#include "formats/misp/object.hpp"
#include "formats/misp/published.hpp"
#include "formats/misp/tags.hpp"

namespace tidings::misp {
namespace {

/// What has come to be known since stands above what was said once: MISP feeds detection from this.
void forbid_detection(json::object& attribute) {
  if (truth_of(attribute, "to_ids").value_or(false)) attribute["to_ids"] = false;
}

/// Those of the taxonomy tlp or PAP.
void drop_markings(json::object& event, char first_letter) {
  drop_tags(event, [&](const json::value& tag) {
    const auto name = tag_name(tag);
    return draft::is_marking_tag(name) && (name.front() | 0x20) == first_letter;
  });
}

void put_tlp(json::object& thing, v1::Tlp tlp) {
  drop_markings(thing, 't');
  add_tag(thing, "tlp:" + bulletin::name(tlp));
  if (tlp >= v1::TLP_AMBER_STRICT) thing["distribution"] = "0";
  if (tlp == v1::TLP_AMBER && number_of(thing, "distribution").value_or(3) > 1) thing["distribution"] = "1";
}

void put_pap(json::object& thing, v1::Pap pap) {
  drop_markings(thing, 'p');
  add_tag(thing, "PAP:" + bulletin::name(pap));
}

}  // namespace

const Row* Sifting::row_of(const v1::Claim& claim) {
  const auto found = rows_.find({claim.type(), claim.value()});
  if (found == rows_.end()) return nullptr;
  found->second->is_back = true;
  return found->second;
}

bool Sifting::keeps_attribute(json::object& attribute) {
  const auto reading = read_attribute(attribute);
  bool keeps = reading.claims.empty();
  for (const auto& claim : reading.claims) {
    const auto* row = row_of(claim);
    if (row != nullptr && !row->detect) forbid_detection(attribute);
    keeps |= row != nullptr;
  }
  return keeps;
}

bool Sifting::keeps_object(json::object& object) {
  const auto reading = read_object(object);
  if (reading.claims.empty()) return true;
  auto* list = object.if_contains("Attribute");
  std::vector<bool> claimed(reading.attributes.size()), keeps(reading.attributes.size());
  bool any = false;
  for (const auto& [claim, from] : reading.claims) {
    const auto* row = row_of(claim);
    any |= row != nullptr;
    for (const auto number : from) {
      claimed[number] = true;
      keeps[number] = keeps[number] || row != nullptr;
      if (row != nullptr && !row->detect) forbid_detection(list->get_array()[number].get_object());
    }
  }
  json::array kept;
  for (std::size_t i = 0; i < claimed.size(); ++i) {
    if (!claimed[i] || keeps[i]) kept.push_back(std::move(list->get_array()[i]));
  }
  *list = std::move(kept);
  return any;
}

bool Sifting::keeps(Original kind, json::object& thing) {
  if (kind == Original::Attributes) return keeps_attribute(thing);
  return kind != Original::Object || keeps_object(thing);
}

Reach narrow(json::object& event, const Reach& reach) {
  const auto own = tagged_event(event, {});
  // A group's members are no business of others, and MISP takes no group that it is not told.
  if (own.refused) event["distribution"] = "0";
  // What says itself that it stays, and did: nothing is narrower, and the publisher's TLP is none of its own words.
  const bool stayed = own.local && reach.local && own.tlp == v1::TLP_UNSPECIFIED;
  if (reach.tlp > own.tlp && !stayed) put_tlp(event, reach.tlp);
  if (reach.pap > own.pap) put_pap(event, reach.pap);
  return {std::max(reach.tlp, own.tlp), std::max(reach.pap, own.pap), reach.local, true};
}

void narrow_part(json::object& part, const Reach& reach, const Reach& event) {
  auto own = tagged_marking(part, {});
  std::vector<json::object*> tagged;  // an object of MISP has no tags, and is as narrow as its attributes
  if (auto* attributes = part.if_contains("Attribute"); attributes != nullptr && attributes->is_array()) {
    for (auto& each : attributes->get_array()) {
      auto* attribute = each.if_object();
      if (attribute == nullptr) continue;
      own = narrowest(own, tagged_marking(*attribute, {}));
      tagged.push_back(attribute);
    }
  } else {
    tagged.push_back(&part);
  }
  for (auto* each : tagged) {
    if (reach.tlp > std::max(own.tlp, event.tlp)) put_tlp(*each, reach.tlp);
    if (reach.pap > std::max(own.pap, event.pap)) put_pap(*each, reach.pap);
    // The event that it stood in, or another of the document, may have said so.
    if (reach.local && !event.local && !own.local) (*each)["distribution"] = "0";
  }
}

v1::Pap stated_pap(const v1::Said& said) {
  v1::Audience unstated;
  unstated.set_tlp(said.tlp());
  return said.pap() == bulletin::effective_pap(unstated) ? v1::PAP_UNSPECIFIED : said.pap();
}

void Reach::take(const v1::Said& said) {
  tlp = begun ? std::min(tlp, said.tlp()) : said.tlp();
  pap = begun ? std::min(pap, stated_pap(said)) : stated_pap(said);
  local = (!begun || local) && said.local();
  begun = true;
}

}  // namespace tidings::misp
