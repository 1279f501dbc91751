// Originals that came back, less what holds no more.
#include <algorithm>

#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "core/observable/observable.hpp"
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

/// Behind those that it came with; one that came is not said twice.
void add_answers(json::object& attribute, const std::vector<Answer>& answers) {
  if (answers.empty()) return;
  settle_list(attribute, "Sighting");
  auto& list = attribute["Sighting"];
  if (!list.is_array()) list = json::array();
  auto& had = list.get_array();
  for (auto& sighting : sightings_of(answers, std::string(text_of(attribute, "uuid")))) {
    const auto is_it = [&](const json::value& one) {
      return one.is_object() && text_of(one.get_object(), "uuid") == text_of(sighting.get_object(), "uuid");
    };
    if (std::ranges::none_of(had, is_it)) had.push_back(std::move(sighting));
  }
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

Row* Sifting::row_of(const v1::Claim& claim) const {
  const auto found = rows_.find({claim.type(), claim.value()});
  return found == rows_.end() ? nullptr : found->second;
}

/// What is never published (private addresses, say) takes nothing away by not being here.
bool Sifting::stands(const v1::Claim& claim) const {
  const auto type = observable::type_from_number(claim.type()).value_or(observable::Type::None);
  return row_of(claim) != nullptr || !observable::special_reason_of_canonical({type, claim.value()}).empty();
}

void Sifting::take(const v1::Claim& claim, json::object& attribute) {
  auto* row = row_of(claim);
  if (row == nullptr) return;
  row->is_back = true;
  if (!row->detect) forbid_detection(attribute);
  add_answers(attribute, row->answers);
}

bool Sifting::keeps_attribute(json::object& attribute) {
  const auto reading = read_attribute(attribute);
  if (reading.claims.empty()) return true;
  const auto is_row = [this](const v1::Claim& claim) { return row_of(claim) != nullptr; };
  if (std::ranges::none_of(reading.claims, is_row)) return false;
  if (!std::ranges::all_of(reading.claims, [this](const v1::Claim& claim) { return stands(claim); })) {
    ++parts_;
    return false;
  }
  for (const auto& claim : reading.claims) take(claim, attribute);
  return true;
}

/// Leaves those of its attributes of which something stands, and nothing that they say by themselves does not.
void Sifting::drop_attributes(json::object& object, const ObjectReading& reading) const {
  auto& list = object.at("Attribute").get_array();
  std::vector<bool> claimed(list.size()), lives(list.size()), is_broken(list.size());
  for (const auto& [claim, from] : reading.claims) {
    for (const auto number : from) {
      claimed[number] = true;
      lives[number] = lives[number] || row_of(claim) != nullptr;
      is_broken[number] = is_broken[number] || (from.size() == 1 && !stands(claim));
    }
  }
  json::array kept;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!claimed[i] || (lives[i] && !is_broken[i])) kept.push_back(std::move(list[i]));
  }
  list = std::move(kept);
}

bool Sifting::keeps_object(json::object& object) {
  const auto before = read_object(object);
  if (before.claims.empty()) return true;
  const auto is_row = [this](const ObjectReading::Claim& one) { return row_of(one.claim) != nullptr; };
  const auto living = std::ranges::count_if(before.claims, is_row);
  if (living == 0) return false;
  drop_attributes(object, before);
  // Without some of it, the rest may say something else.
  const auto left = read_object(object);
  const auto is_whole = std::ranges::all_of(left.claims, [this](const auto& one) { return stands(one.claim); });
  const bool keeps = is_whole && !left.claims.empty();
  if (!keeps || std::ranges::count_if(left.claims, is_row) < living) ++parts_;
  if (!keeps) return false;
  auto& list = object.at("Attribute").get_array();
  for (const auto& [claim, from] : left.claims) {
    for (const auto number : from) take(claim, list[number].get_object());
  }
  return true;
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
  return {std::max(reach.tlp, own.tlp), std::max(reach.pap, own.pap), reach.local, reach.kept, true};
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
  kept = (!begun || kept) && (said.local() || said.released());
  begun = true;
}

}  // namespace tidings::misp
